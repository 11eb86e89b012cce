"""pytest plugin for the tests of huggingface_hub: they name a staging Hub and its accounts, here they get the mock's.

Also refuses every connection that leaves this machine, leaves out tests that need the live Hub, and shortens sleeps that
only wait for a remote server.
"""

import importlib
import os
import sys
import time

sys.path.insert(0, os.getcwd())
constants = importlib.import_module("tests.testing_constants")
constants.ENDPOINT_STAGING = os.environ["HUB_ENDPOINT"]
constants.TOKEN, constants.OTHER_TOKEN, constants.ENTERPRISE_TOKEN = "hf_main", "hf_other", "hf_enterprise"
constants.USER, constants.FULL_NAME = "__DUMMY_HUB_USER__", "Dummy User"
constants.OTHER_USER, constants.ENTERPRISE_USER, constants.ENTERPRISE_ORG = "DVUser", "EnterpriseAdmin", "EnterpriseOrgPrivate"


def only_this_machine(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple) and not arguments[1][0].startswith(("127.", "::1")):
        raise ConnectionRefusedError(f"the test reaches for {arguments[1][0]}, which is not the mock")


sys.addaudithook(only_this_machine)

sleep = time.sleep
WAITING = ("test_hf_api.py", "test_repocard.py", "test_hf_file_system.py")
time.sleep = lambda seconds: sleep(
    min(seconds, 0.05) if sys._getframe(1).f_code.co_filename.endswith(WAITING) else seconds
)


def pytest_collection_modifyitems(config, items):
    live = [item for item in items if item.get_closest_marker("production")]
    config.hook.pytest_deselected(items=live)
    items[:] = [item for item in items if item not in live]
