"""How fast the SDK is, and what it costs: `make bench-quick`, `make bench`.

This SDK, the published release 0.2.4 and, for one large file, curl do the same against a gateway
of canned answers on nginx; everything is on one machine, files and targets in memory where there
is a place for them. The contestants run in turn, each call in a process of its own with a home of
its own, and what counts is the median of the ratios of each round.

The clock runs while the call does: planning, moving, checking, and what it still imports. What an
SDK takes to be imported is measured by itself; making a client and signing in come before the
clock, in either SDK. CPU is the process's own and its children's. Memory is the
process's peak. A release that takes one file after the other gets fewer files where they would
take minutes; rates are compared then. The server and the proxy share the machine's cores.

The server's part is small but not nothing: it spools the body of an upload before it answers, which
for one large file takes about as long as sending it does. `curl` meets the same server.
"""
