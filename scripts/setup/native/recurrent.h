#pragma once

namespace course {

/** Adds the operations of recurrent.cc to TensorFlow. @returns false where this processor or TensorFlow refuses them */
bool registerRecurrent();

}  // namespace course
