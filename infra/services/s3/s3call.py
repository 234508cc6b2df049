"""Two signed S3 calls with nothing but the standard library: s3call.py ENVFILE ping | bucket"""

import datetime
import hashlib
import hmac
import http.client
import sys
from pathlib import Path
from urllib.parse import urlsplit


def call(env: dict[str, str], method: str, path: str, query: str = "", body: bytes = b"") -> int:
    host = urlsplit(env["S3_ENDPOINT_URL"]).netloc
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    region = env["AWS_DEFAULT_REGION"]
    scope = f"{stamp[:8]}/{region}/s3/aws4_request"
    digest = hashlib.sha256(body).hexdigest()
    names = "host;x-amz-content-sha256;x-amz-date"
    heads = f"host:{host}\nx-amz-content-sha256:{digest}\nx-amz-date:{stamp}\n"
    request = "\n".join([method, path, query, heads, names, digest])
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(request.encode()).hexdigest()])
    key = ("AWS4" + env["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in (stamp[:8], region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    credential = f"{env['AWS_ACCESS_KEY_ID']}/{scope}"
    authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    connection = http.client.HTTPConnection(host, timeout=20)
    headers = {"x-amz-date": stamp, "x-amz-content-sha256": digest, "Authorization": authorization}
    connection.request(method, path + (f"?{query}" if query else ""), body, headers)
    return connection.getresponse().status


def main() -> int:
    env = dict(line.split("=", 1) for line in Path(sys.argv[1]).read_text().splitlines() if "=" in line)
    bucket = "/" + env["S3_BUCKET"]
    try:
        if sys.argv[2] == "ping":
            return 0 if call(env, "HEAD", bucket) == 200 else 1
        rule = b"<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
        created = call(env, "PUT", bucket) == 200
        return 0 if created and call(env, "PUT", bucket, "versioning=", rule) == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
