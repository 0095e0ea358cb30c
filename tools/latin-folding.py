#!/usr/bin/env python3
"""Writes src/HieImaging.Identity/Matching/latin-folding.txt: which Latin letters fold to which ASCII letters.

Run by hand when Unicode changes; the node runs without ICU, so the facts are kept as data. Source: Python's unicodedata (Unicode Character Database).
"""
import collections, os, unicodedata

special = {'ß': 'SS', 'ẞ': 'SS', 'Æ': 'AE', 'æ': 'AE', 'Ø': 'O', 'ø': 'O', 'Ł': 'L', 'ł': 'L', 'Đ': 'D', 'đ': 'D', 'Ð': 'D', 'ð': 'D',
           'Þ': 'TH', 'þ': 'TH', 'Œ': 'OE', 'œ': 'OE', 'ı': 'I', 'Ħ': 'H', 'ħ': 'H', 'Ŧ': 'T', 'ŧ': 'T', 'ŋ': 'N', 'Ŋ': 'N'}
folds = collections.defaultdict(str)
for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF21, 0xFF5B)]:
    letter = chr(code)
    base = special.get(letter) or ''.join(c for c in unicodedata.normalize('NFKD', letter) if not unicodedata.combining(c)).upper()
    if base and base.isascii() and base.isalpha():
        folds[base] += letter
target = os.path.join(os.path.dirname(__file__), '..', 'src', 'HieImaging.Identity', 'Matching', 'latin-folding.txt')
with open(target, 'w', encoding='utf-8') as out:
    out.writelines(f'{base} {letters}\n' for base, letters in sorted(folds.items()))
