#pragma once

namespace course {

/** Adds the operations of this folder to TensorFlow. @returns false where this processor or TensorFlow refuses them */
bool registerOperations();

}  // namespace course
