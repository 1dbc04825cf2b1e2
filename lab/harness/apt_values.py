"""What apt's own library makes of apt.conf, as the programs that read it get it: python3 -m harness.apt_values, with APT_CONFIG.

Settings of one value as they stand, lists item by item, named items too. Needs Debian's python3-apt.
"""

import sys

import apt_pkg

from .apt_dice import FLAGS, LISTS

try:
    apt_pkg.init_config()
except Exception as error:  # apt_pkg.Error is not a class of every release
    sys.exit(f"refused: {error}")
for name in LISTS:
    for value in apt_pkg.config.value_list(name):
        print(f'{name}:: "{value}";')
for name in FLAGS:
    # What is empty or was cleared is as if nothing were there: find() gives the default.
    if value := apt_pkg.config.get(name):
        print(f'{name} "{value}";')
