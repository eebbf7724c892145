import importlib.util

from ruralmap.link.grid_compiling import outer


def test_where_no_code_can_be_kept_a_function_is_compiled_all_the_same(tmp_path):
    # numba keeps code only where it finds the file of the function's module: here it is gone.
    file = tmp_path / "gone.py"
    file.write_text("def double(number):\n    return 2 * number\n")
    spec = importlib.util.spec_from_file_location("gone", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    file.unlink()
    assert outer(module.double)(21) == 42
