/**
 * Linked into the TensorFlow binding: runs once, when TensorFlow's library has been loaded.
 *
 * Loading reads some 250 MB of the library (names of 400,000 symbols, start-up code of all its operations)
 * that nothing reads again. They stay resident until the system needs the memory; here they are given back
 * at once. What is used later comes back from the file, page by page.
 */
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cstring>

namespace {

/** Gives back the parts of a library that are plain copies of its file: never the ones written to. */
int release(dl_phdr_info* library, size_t, void*) {
  if (!library->dlpi_name || !strstr(library->dlpi_name, "libtensorflow")) return 0;
  const uintptr_t page = sysconf(_SC_PAGESIZE);
  for (int i = 0; i < library->dlpi_phnum; i++) {
    const ElfW(Phdr)& part = library->dlpi_phdr[i];
    if (part.p_type != PT_LOAD || (part.p_flags & PF_W)) continue;
    const uintptr_t first = library->dlpi_addr + part.p_vaddr;
    const uintptr_t begin = first & ~(page - 1);
    const uintptr_t end = (first + part.p_memsz + page - 1) & ~(page - 1);
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}

__attribute__((constructor)) void onLoad() { dl_iterate_phdr(release, nullptr); }

}  // namespace
