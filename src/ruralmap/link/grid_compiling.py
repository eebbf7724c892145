"""How the functions of the point index are compiled (编译), by numba: in as little time as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., Any]")

# Threads of Python ask side by side. Nothing is divided by zero, and nothing has to look whether it would be.
_ALL: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}


def inner(function: Function) -> Function:
    """
    Compile a function that only compiled ones call.

    Wrappers for callers in Python, which nobody would use, take longer to compile than the function itself.

    Parameters
    ----------
    function
        Any; memory comes from its caller, since what numpy offers inside would be compiled each time.

    Returns
    -------
    function
        Compiled when it is called.
    """
    compiled: Function = njit(**(_ALL | {"no_cpython_wrapper": True}))(function)
    return compiled


def outer(function: Function) -> Function:
    """
    Compile a function that Python calls, and keep the code beside its module for the next start.

    Parameters
    ----------
    function
        Takes plain arrays and tuples: of a signature that names a class, numba could not read what it kept
        once that class is gone.

    Returns
    -------
    function
        Compiled when it is called first; in each process anew where neither the folder of the module nor the
        home of who asks can be written to.
    """
    try:
        compiled: Function = njit(**(_ALL | {"cache": True}))(function)
    except RuntimeError:
        compiled = njit(**_ALL)(function)
    return compiled
