# delest with Chromium, as a user without rights. Build: docker build -t delest .
# Run: docker run --rm --init -v "$PWD:/work" delest audit https://www.example.org/
# Chromium's sandbox needs user namespaces, which most container hosts forbid: delest then says that it runs without.
FROM debian:13-slim
RUN apt-get update -qq \
 && apt-get install -qq -y --no-install-recommends python3 python3-venv chromium fonts-liberation \
 && rm -rf /var/lib/apt/lists/*
COPY . /src
RUN python3 -m venv /opt/delest \
 && /opt/delest/bin/pip install --no-cache-dir --quiet --require-hashes -r /src/requirements.lock \
 && /opt/delest/bin/pip install --no-cache-dir --quiet --no-deps /src \
 && rm -rf /src \
 && useradd --create-home delest \
 && mkdir /work && chown delest /work
USER delest
WORKDIR /work
ENV PATH=/opt/delest/bin:$PATH
ENTRYPOINT ["delest"]
CMD ["--help"]
