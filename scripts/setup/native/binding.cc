/** What the course adds to the TensorFlow binding of tfjs-node. */
#include <elf.h>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xmmintrin.h>
#include <cstring>
#undef TF_NewSessionOptions
#undef TF_SessionRun
#undef napi_define_properties
#include <node_api.h>
#include "operations.h"
#include "tensorflow/c/c_api.h"

/** Whether sessions made from now on run on the thread that asks: see `runAlone`. */
static bool alone = false;

/**
 * Stands in for `TF_NewSessionOptions` in tfjs-node (a compiler flag renames its call).
 *
 * TensorFlow rewrites every graph before it first runs it, up to ten passes, twice, for every set of inputs
 * and outputs: half a second for a small GPT. The graphs of `src/engine/trace` are rewritten already, and
 * run as fast without.
 */
extern "C" TF_SessionOptions* CourseSessionOptions() {
  // ConfigProto { graph_options { rewrite_options { disable_meta_optimizer: true } } }
  // and, for a session that runs alone, inter_op_parallelism_threads: -1
  const unsigned char config[] = {0x52, 5, 0x52, 3, 0x98, 0x01, 1,
                                  0x28, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1};
  const size_t length = alone ? sizeof config : 7;
  TF_SessionOptions* options = TF_NewSessionOptions();
  TF_Status* status = TF_NewStatus();
  TF_SetConfig(options, config, length, status);
  TF_DeleteStatus(status);  // an option that TensorFlow does not know costs time only
  return options;
}

/**
 * Stands in for `TF_SessionRun` in tfjs-node. TensorFlow's own threads round numbers below 1e-38 to 0, with which a
 * processor takes a hundred times longer; so does this thread while a graph runs on it.
 */
extern "C" void CourseSessionRun(TF_Session* session, const TF_Buffer* options, const TF_Output* inputs,
                                 TF_Tensor* const* fed, int inputCount, const TF_Output* outputs, TF_Tensor** results,
                                 int outputCount, const TF_Operation* const* targets, int targetCount,
                                 TF_Buffer* metadata, TF_Status* status) {
  const unsigned flushToZero = 0x8000, denormalsAreZero = 0x0040, before = _mm_getcsr();
  _mm_setcsr(before | flushToZero | denormalsAreZero);
  TF_SessionRun(session, options, inputs, fed, inputCount, outputs, results, outputCount, targets, targetCount, metadata,
                status);
  _mm_setcsr(before);
}

namespace {

/** `releaseFreeMemory()`: gives memory that has been freed back to the system, which the C library keeps otherwise. */
napi_value ReleaseFreeMemory(napi_env, napi_callback_info) {
  malloc_trim(0);
  return nullptr;
}

/** TensorFlow makes its threads with the first session, as many as that one asks for: an empty one, which asks for all. */
bool makeThreads() {
  TF_Status* status = TF_NewStatus();
  TF_Graph* graph = TF_NewGraph();
  TF_SessionOptions* options = TF_NewSessionOptions();
  TF_Session* session = TF_NewSession(graph, options, status);
  if (session) TF_DeleteSession(session, status);
  TF_DeleteSessionOptions(options);
  TF_DeleteGraph(graph);
  TF_DeleteStatus(status);
  return true;
}

/**
 * `runAlone(alone)`: whether sessions that are loaded from now on run all operations on the thread that asks. For a
 * graph of little work, handing operations to other threads takes longer than they save.
 */
napi_value RunAlone(napi_env env, napi_callback_info info) {
  static const bool threads = makeThreads();
  size_t count = 1;
  napi_value argument;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) == napi_ok && count == 1)
    napi_get_value_bool(env, argument, &alone);
  return nullptr;
}

void addFunction(napi_env env, napi_value exports, const char* name, napi_callback callback) {
  napi_value function;
  if (napi_create_function(env, nullptr, 0, callback, nullptr, &function) == napi_ok)
    napi_set_named_property(env, exports, name, function);
}

}  // namespace

/** Stands in for `napi_define_properties` in tfjs-node: its exports, and ours. `ownOperations`: whether those of this folder are there. */
extern "C" napi_status CourseDefineProperties(napi_env env, napi_value exports, size_t count,
                                              const napi_property_descriptor* properties) {
  addFunction(env, exports, "releaseFreeMemory", ReleaseFreeMemory);
  addFunction(env, exports, "runAlone", RunAlone);
  static const bool registered = course::registerOperations();
  napi_value ownOperations;
  if (napi_get_boolean(env, registered, &ownOperations) == napi_ok)
    napi_set_named_property(env, exports, "ownOperations", ownOperations);
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
