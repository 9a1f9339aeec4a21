# Runs a command, and prints the CPU seconds of its process tree and the peak memory in kB of its largest process.
import json
import os
import sys

_, status, usage = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ), 0)
# getrusage(2): kilobytes on Linux, bytes on macOS.
kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
sys.stderr.write(f"\n@used {json.dumps([usage.ru_utime + usage.ru_stime, kilobytes])}\n")
sys.exit(os.waitstatus_to_exitcode(status))
