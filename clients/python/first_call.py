"""Five agreements. API is the address, TOKEN the token: API=https://…/graphql/ TOKEN=mip_… python first_call.py"""

import json
import os
import urllib.request

QUERY = "{ isps(pageSize: 5) { totalCount items { reference title statusLabel nextReview } } }"

request = urllib.request.Request(
    os.environ["API"],
    data=json.dumps({"query": QUERY}).encode(),
    headers={"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/json"},
)
with urllib.request.urlopen(request, timeout=30) as answer:
    found = json.load(answer)["data"]["isps"]

print(f"{found['totalCount']} agreements")
for isp in found["items"]:
    print(isp["reference"], isp["title"], isp["statusLabel"], isp["nextReview"] or "no day", sep="; ")
