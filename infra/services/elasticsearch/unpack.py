"""unpack.py ARCHIVE TARGET: write the folder elasticsearch/ of SonarQube's zip, and nothing else of it, to TARGET."""

import shutil
import sys
import zipfile
from pathlib import Path, PurePosixPath


def main(archive: str, target: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            parts = PurePosixPath(name).parts
            if len(parts) < 3 or parts[1] != "elasticsearch" or name.endswith("/"):
                continue
            if ".." in parts:
                sys.exit(f"refusing {name}")
            path = target.joinpath(*parts[2:])
            path.parent.mkdir(parents=True, exist_ok=True)
            with opened.open(name) as source, path.open("wb") as sink:
                shutil.copyfileobj(source, sink)
    if not (target / "lib").is_dir():
        sys.exit("the archive holds no server")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
