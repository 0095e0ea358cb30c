#!/usr/bin/python3
"""Writes younger.tsv: rows of PS3.6 that pydicom 2.3.1 lacks, taken from the dictionary of the npm package dcmjs (MIT, facts only).

    npm pack dcmjs@0.52.2 && tar xzf dcmjs-0.52.2.tgz && /usr/bin/python3 younger.py package/generate/dictionary.mjs

Only public rows of the current standard; names are spelled from the keywords. The rows of Supplement 233 below are younger than dcmjs.
"""
import pathlib
import re
import sys

from pydicom._dicom_dict import DicomDictionary

TARGET = pathlib.Path(__file__).resolve().parent / "younger.tsv"
ROW = re.compile(r'tag: "\(([0-9A-F]{4}),([0-9A-F]{4})\)",\s+vr: "([A-Z]{2})",\s+name: "(\w+)",\s+vm: "([^"]+)",\s+version: "DICOM"')
SUPPLEMENT_233 = """
00100011 SQ 1 PersonNamesToUseSequence
00100012 LT 1 NameToUse
00100013 UT 1 NameToUseComment
00100014 SQ 1 ThirdPersonPronounsSequence
00100015 SQ 1 PronounCodeSequence
00100016 UT 1 PronounComment
00100041 SQ 1 GenderIdentitySequence
00100042 UT 1 SexParametersForClinicalUseCategoryComment
00100043 SQ 1 SexParametersForClinicalUseCategorySequence
00100044 SQ 1 GenderIdentityCodeSequence
00100045 UT 1 GenderIdentityComment
00100046 SQ 1 SexParametersForClinicalUseCategoryCodeSequence
00100047 UR 1-n SexParametersForClinicalUseCategoryReference
00102162 UC 1-n EthnicGroups
"""


def name(keyword):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", keyword)


def main(dictionary):
    rows = {g + e: (vr, vm, keyword) for g, e, vr, keyword, vm in ROW.findall(pathlib.Path(dictionary).read_text(encoding="utf-8"))}
    for line in SUPPLEMENT_233.split("\n"):
        if line:
            tag, vr, vm, keyword = line.split()
            rows[tag] = (vr, vm, keyword)
    younger = {tag: row for tag, row in rows.items() if int(tag, 16) not in DicomDictionary and int(tag[:4], 16) % 2 == 0}
    lines = ["\t".join([tag, vr, vm, keyword, name(keyword), ""]) for tag, (vr, vm, keyword) in sorted(younger.items())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


main(sys.argv[1])
