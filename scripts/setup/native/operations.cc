/** Registration of the operations, for processors that have the instructions they need. */
#include "operations.h"
#include <string>
#include "operation.h"
#include "simd.h"
#include "tensorflow/c/ops.h"

namespace course {

const std::vector<Operation>& recurrentOperations();
const std::vector<Operation>& rowOperations();

namespace {

/** The graphs that use these operations know every shape already. */
void unknownShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

bool registerOne(const Operation& operation, TF_Status* status) {
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(operation.name);
  const auto spec = [](const char* name) { return std::string(name) + ": float"; };
  for (const char* name : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, spec(name).c_str());
  for (const char* name : operation.outputs) TF_OpDefinitionBuilderAddOutput(definition, spec(name).c_str());
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, unknownShapes);
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) != TF_OK) return false;
  TF_KernelBuilder* kernel = TF_NewKernelBuilder(operation.name, "CPU", nullptr, operation.compute, nullptr);
  TF_RegisterKernelBuilder(operation.name, kernel, status);
  return TF_GetCode(status) == TF_OK;
}

}  // namespace

bool registerOperations() {
  if (!supported()) return false;
  TF_Status* status = TF_NewStatus();
  bool all = true;
  for (const auto* operations : {&recurrentOperations(), &rowOperations()})
    for (const Operation& operation : *operations) all = all && registerOne(operation, status);
  TF_DeleteStatus(status);
  return all;
}

}  // namespace course
