#!/bin/sh
# Five agreements. API is the address, TOKEN the token: API=https://…/graphql/ TOKEN=mip_… sh first_call.sh
set -eu
curl --silent --show-error --fail-with-body "$API" \
  --header "Authorization: Bearer $TOKEN" \
  --header "Content-Type: application/json" \
  --data '{"query": "{ isps(pageSize: 5) { totalCount items { reference title statusLabel nextReview } } }"}'
