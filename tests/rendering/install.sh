#!/usr/bin/env bash
# Install what the rendering tests need (Debian or Ubuntu): LibreOffice (writer, calc), poppler, CJK fonts, and the Fandol faces
# that stand in for 仿宋 and 楷体. Where apt is not there, or we may not use it, nothing is done and those tests skip.
set -u
here=$(cd "$(dirname "$0")" && pwd)
command -v apt-get >/dev/null 2>&1 || { echo "rendering: no apt-get; rendering tests will skip"; exit 0; }
[ "$(id -u)" = 0 ] || { echo "rendering: not root; rendering tests will skip unless the tools are there"; exit 0; }
need=""
command -v soffice >/dev/null 2>&1 || need="$need libreoffice-writer"
ls /usr/lib/libreoffice/program/libsclo.so >/dev/null 2>&1 || need="$need libreoffice-calc"
command -v pdftoppm >/dev/null 2>&1 || need="$need poppler-utils"
fc-list 2>/dev/null | grep -q NotoSansCJK || need="$need fonts-noto-cjk fontconfig"
if [ -n "$need" ] || [ ! -d "$here/fonts" ]; then apt-get update -qq || true; fi
if [ -n "$need" ]; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $need >/dev/null || { echo "rendering: apt-get failed; rendering tests will skip"; exit 0; }
fi
if [ ! -d "$here/fonts" ]; then
    work=$(mktemp -d)
    (cd "$work" && apt-get download -qq texlive-lang-chinese && dpkg-deb -x texlive-lang-chinese_*.deb x) >/dev/null 2>&1 &&
        mkdir -p "$here/fonts" && find "$work/x" -name 'Fandol*.otf' -exec cp {} "$here/fonts/" \;
    rm -rf "$work"
fi
echo "rendering: $(command -v soffice || echo 'no soffice'), $(ls "$here/fonts" 2>/dev/null | wc -l) stand-in fonts"
