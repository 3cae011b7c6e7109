/** What the course adds to the TensorFlow binding of tfjs-node. */
#include <elf.h>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cstring>
#undef TF_NewSessionOptions
#undef napi_define_properties
#include <node_api.h>
#include "recurrent.h"
#include "tensorflow/c/c_api.h"

/**
 * Stands in for `TF_NewSessionOptions` in tfjs-node (a compiler flag renames its call).
 *
 * TensorFlow rewrites every graph before it first runs it, up to ten passes, twice, for every set of inputs
 * and outputs: half a second for a small GPT. The graphs of `src/engine/trace` are rewritten already, and
 * run as fast without.
 */
extern "C" TF_SessionOptions* CourseSessionOptions() {
  // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }
  const unsigned char config[] = {0x52, 5, 0x52, 3, 0x98, 0x01, 1};
  TF_SessionOptions* options = TF_NewSessionOptions();
  TF_Status* status = TF_NewStatus();
  TF_SetConfig(options, config, sizeof config, status);
  TF_DeleteStatus(status);  // an option that TensorFlow does not know costs time only
  return options;
}

namespace {

/** `releaseFreeMemory()`: gives memory that has been freed back to the system, which the C library keeps otherwise. */
napi_value ReleaseFreeMemory(napi_env, napi_callback_info) {
  malloc_trim(0);
  return nullptr;
}

}  // namespace

/** Stands in for `napi_define_properties` in tfjs-node: its exports, and ours. `recurrentKernels`: whether they are there. */
extern "C" napi_status CourseDefineProperties(napi_env env, napi_value exports, size_t count,
                                              const napi_property_descriptor* properties) {
  napi_value function;
  if (napi_create_function(env, nullptr, 0, ReleaseFreeMemory, nullptr, &function) == napi_ok)
    napi_set_named_property(env, exports, "releaseFreeMemory", function);
  static const bool registered = course::registerRecurrent();
  napi_value recurrentKernels;
  if (napi_get_boolean(env, registered, &recurrentKernels) == napi_ok)
    napi_set_named_property(env, exports, "recurrentKernels", recurrentKernels);
  return napi_define_properties(env, exports, count, properties);
}

namespace {

/**
 * Gives back what loading has read of a library: for TensorFlow 250 MB, names of 400,000 symbols and
 * start-up code of all operations, that nothing reads again but that would stay resident until the system
 * needs the memory. What is used later comes back from the file, page by page.
 *
 * Only the parts that are plain copies of the file; never those written to.
 */
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

/** Runs when the binding has been loaded, and TensorFlow before it. */
__attribute__((constructor)) void onLoad() { dl_iterate_phdr(release, nullptr); }

}  // namespace
