"""What one run of mypy sees of the files on disk."""

from pathlib import Path

from background_typed_mypy.same_disk import SameDisk


def test_a_run_reads_a_file_once(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_bytes(b"first")
    disk = SameDisk(None)
    assert disk.read(str(file)) == b"first"
    file.write_bytes(b"second")
    assert disk.read(str(file)) == b"first"


def test_the_next_run_reads_it_again_and_keeps_what_is_the_same(tmp_path: Path) -> None:
    changed, same = tmp_path / "changed.py", tmp_path / "same.py"
    for each in (changed, same):
        each.write_bytes(b"first")
    before = SameDisk(None)
    old = [before.source(str(each)) for each in (changed, same)]
    changed.write_bytes(b"second")
    disk = SameDisk(before)
    assert disk.read(str(changed)) == b"second"
    new = [disk.source(str(each)) for each in (changed, same)]
    assert [one is other for one, other in zip(old, new, strict=True)] == [False, True]
