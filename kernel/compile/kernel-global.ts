/**
 * Name of the global under which the code of a cell finds what belongs to it: tslab's.
 *
 * In a file of its own, so that whoever only runs cells need not load the compiler.
 */
export const KERNEL_GLOBAL = '__tslab__';
