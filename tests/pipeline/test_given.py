"""What a user wants to try: files of a folder by the rest of an address."""

import pytest

from delest.errors import InputError
from delest.pipeline.proving.given import Given, changes_given, with_folders
from delest.records.advice.proof import Doubt
from tests.measure.replay.test_answers import SITE, taped
from tests.measure.replay.test_changed import tape

URLS = [f"{SITE}/", f"{SITE}/lib/a.js", f"{SITE}/lib/b%20c.css?v=3", f"{SITE}/lib/../../secret", f"{SITE}/other/a.js"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    built = tmp_path / "dist" / "assets"
    built.mkdir(parents=True)
    (built / "a.js").write_bytes(b"lighter")
    (built / "b c.css").write_bytes(b"styles")
    (built / "more.js").write_bytes(b"of no page")
    return built


def test_a_folder_takes_the_place_of_what_was_recorded_below_an_address(folder):
    overlong = [f"{SITE}/lib/{'x' * 300}", f"{SITE}/lib/{'%C3%A9' * 200}"]
    found = with_folders(Given(folders={f"{SITE}/lib/": folder}), [*overlong, *URLS])
    assert found.files == {f"{SITE}/lib/a.js": b"lighter", f"{SITE}/lib/b%20c.css?v=3": b"styles"}
    assert not found.folders


def test_a_file_given_by_name_comes_before_that_of_a_folder(folder):
    given = Given(files={f"{SITE}/lib/a.js": b"mine"}, folders={f"{SITE}/lib/": folder})
    assert with_folders(given, URLS).files[f"{SITE}/lib/a.js"] == b"mine"


def test_a_folder_without_any_such_file_is_refused_with_what_there_is(folder):
    with pytest.raises(InputError) as told:
        with_folders(Given(folders={f"{SITE}/nowhere/": folder}), URLS)
    assert SITE in str(told.value.remedy)


def test_a_file_that_the_recording_has_only_in_part_cannot_be_replaced():
    film = taped("/film.mp4", b"first part", whole=False)
    (change,) = changes_given(tape(film), Given(files={film.url: b"new"}))
    assert change.doubt is Doubt.NOT_WHOLE
