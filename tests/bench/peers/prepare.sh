#!/usr/bin/env bash
# Puts the peers' libraries into FOLDER, once: scikit-learn as Debian packages it (unpacked, since it
# cannot be installed beside Boost 1.81's headers) and nlp.js from npm.
set -euo pipefail
folder=$1
mkdir -p "$folder"
cd "$folder"

if [[ ! -f sklearn/ready ]]; then
    mkdir -p sklearn/debs
    # What scikit-learn needs to run; its declared dependencies also name a compiler.
    packages=(python3-sklearn python3-sklearn-lib python3-numpy python3-scipy python3-joblib python3-threadpoolctl
        python3-decorator libblas3 liblapack3 libgfortran5 libquadmath0 liblbfgsb0 libgomp1)
    (cd sklearn/debs && apt-get download -qq "${packages[@]}")
    for package in sklearn/debs/*.deb; do dpkg-deb -x "$package" sklearn/root; done
    touch sklearn/ready
fi

if [[ ! -d nlpjs/node_modules/@nlpjs/lang-en ]]; then
    command -v npm >/dev/null || {
        echo "bench match: nlp.js needs npm; as root: apt-get install npm" >&2
        exit 1
    }
    mkdir -p nlpjs
    (cd nlpjs && npm install --silent --no-audit --no-fund @nlpjs/basic@4.27.0 @nlpjs/lang-en@4.26.1)
fi
