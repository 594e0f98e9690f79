"""Hindi is complete: who reads it meets neither English nor a broken sentence."""

import re
from collections import defaultdict

import polib
import pytest

from setup import paths

# expressions that the exporter takes for text
_NOT_FOR_PEOPLE = {"object._get_report_base_filename()"}
# what a translation must keep: placeholders, tags and what drives them
_KEPT = re.compile(
    r"%\(\w+\)[\d.]*[a-z]|%%|\{\{.*?\}\}|</?\w+|\b(?:t-[\w-]+|invisible)=\"[^\"]*\""
)

for_each_addon = pytest.mark.parametrize("addon", paths.our_addons())


def _read(addon, name):
    return polib.pofile(paths.ADDONS / addon / "i18n" / name)


def _template(addon):
    return {entry.msgid for entry in _read(addon, f"{addon}.pot")}


@for_each_addon
def test_hindi_has_every_text_and_no_other(addon):
    hindi = {entry.msgid for entry in _read(addon, "hi.po") if not entry.obsolete}
    assert hindi == _template(addon)


@for_each_addon
def test_no_text_is_untranslated_or_fuzzy(addon):
    hindi = _read(addon, "hi.po")
    left = {entry.msgid for entry in hindi.untranslated_entries()}
    assert left <= _NOT_FOR_PEOPLE
    assert not hindi.fuzzy_entries()


@for_each_addon
def test_hindi_keeps_placeholders_and_tags(addon):
    broken = [
        entry.msgid
        for entry in _read(addon, "hi.po").translated_entries()
        if sorted(_KEPT.findall(entry.msgid)) != sorted(_KEPT.findall(entry.msgstr))
    ]
    assert not broken


def test_a_text_reads_the_same_in_every_addon():
    readings = defaultdict(set)
    for addon in paths.our_addons():
        for entry in _read(addon, "hi.po"):
            readings[entry.msgid].add(entry.msgstr)
    assert not [text for text, hindi in readings.items() if len(hindi) > 1]
