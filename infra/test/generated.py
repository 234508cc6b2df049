"""Whether what is made from other files is the same as what was committed."""

import filecmp
import subprocess
import tempfile
import tomllib
from pathlib import Path


def tree_changes(root: Path) -> set[str]:
    """Lines of `git status --porcelain`; empty outside a repository."""
    done = subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, text=True, check=False)
    return set(done.stdout.splitlines())


def _toml(table: dict[str, object], name: str) -> str:
    """Strings, booleans and tables: all that this configuration has."""
    lines, tables = [f"[{name}]"], ""
    for key, value in table.items():
        if isinstance(value, dict):
            tables += _toml(value, f"{name}.{key}")
        else:
            lines.append(f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}")
    return "\n".join(lines) + "\n" + tables


def check_client(root: Path, scripts: Path) -> str:
    """Generate the client anew beside the committed one. Returns what differs; empty when nothing does."""
    configuration = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["ariadne-codegen"]
    committed = root / configuration["target_package_path"] / configuration["target_package_name"]
    with tempfile.TemporaryDirectory() as folder:
        configuration["target_package_path"] = folder
        file = Path(folder, "codegen.toml")
        file.write_text(_toml(configuration, "tool.ariadne-codegen"))
        done = subprocess.run(
            [str(scripts / "ariadne-codegen"), "--config", str(file)],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            return done.stdout + done.stderr
        fresh = Path(folder, configuration["target_package_name"])
        names = {path.name for side in (fresh, committed) for path in side.glob("*.py")}
        different = sorted(name for name in names if not _same(fresh / name, committed / name))
    return "" if not different else f"`make client` changes: {', '.join(different)}"


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and filecmp.cmp(one, other, shallow=False)
