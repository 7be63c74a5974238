"""Root's part: PostgreSQL refuses to run as root, so the supervisor becomes the owner of its folder."""

import ctypes
import os
import pwd
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from blog.embedded_postgres.errors import EmbeddedPostgresError

CANDIDATES = ("postgres", "nobody")  # when the folder around the cluster belongs to root

# From linux/prctl.h, linux/capability.h and linux/securebits.h.
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2


def give_away(folder: Path) -> None:
    """Let root's new folder belong to the owner of the folder around it, or else to a user without rights."""
    if os.geteuid() != 0 or folder.stat().st_uid != 0:
        return
    owner = folder.parent.stat().st_uid
    account = _account(owner) if owner else _first_candidate()
    os.chown(folder, account.pw_uid, account.pw_gid, follow_symlinks=False)


def become_owner(folder: Path, needed: Sequence[Path]) -> None:
    """Change for good from root to the owner of `folder`, still able to reach it and the folders `needed`.

    A clone under /root is closed to everybody else. Where that is so, the process keeps the one right to pass
    through closed folders: the server's database role is no superuser, so no query reads a file with it.
    """
    if os.geteuid() != 0:
        return
    account = _account(folder.stat().st_uid)
    try:
        if _reaches(account, [folder, *needed]):
            _change_to(account)
        else:
            _change_to(account, keep=_passing_capability())
    except OSError as error:
        raise EmbeddedPostgresError(
            f"PostgreSQL refuses to run as root, and changing to the user {account.pw_name} failed "
            f"({error}): run the blog as an ordinary user, or set DATABASE_URL."
        ) from error


def _account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise EmbeddedPostgresError(
            f"The database folder belongs to user id {uid}, which has no name on this machine: add the "
            f"user, set BLOG_DATA_DIR to a folder of another user, or set DATABASE_URL."
        ) from error


def _first_candidate() -> pwd.struct_passwd:
    for name in CANDIDATES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedPostgresError(
        "PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody: run the blog "
        "as an ordinary user, or set DATABASE_URL."
    )


def _change_to(account: pwd.struct_passwd, keep: int | None = None) -> None:
    if keep is not None:
        # Without this bit access(2) ignores capabilities, and PostgreSQL asks access(2) for its own program.
        _prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
    os.setgroups([account.pw_gid])
    os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
    os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
    if keep is not None:
        _keep_only(keep)
        _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, keep)


def _reaches(account: pwd.struct_passwd, folders: Sequence[Path]) -> bool:
    """Try in a child whether the account can enter and read all folders."""
    child = os.fork()
    if child == 0:
        reached = False
        try:
            _change_to(account)
            reached = all(os.access(folder, os.R_OK | os.X_OK) for folder in folders)
        finally:
            os._exit(0 if reached else 1)
    return os.waitpid(child, 0)[1] == 0


def _passing_capability() -> int:
    """Return the weaker capability if the process has it; containers often have only the stronger."""
    if sys.platform != "linux":
        raise OSError("the folders on the way to it are closed to this user")
    status = Path("/proc/self/status").read_text("utf-8")
    permitted = int(status.split("CapPrm:")[1].split()[0], 16)
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        if permitted & 1 << capability:
            return capability
    raise OSError("the folders on the way to it are closed to this user")


def _keep_only(capability: int) -> None:
    """Drop all capabilities but one: capset(2) takes two times effective, permitted and inheritable."""
    mask = 1 << capability
    header = ctypes.create_string_buffer(struct.pack("Ii", CAPABILITY_VERSION_3, 0), 8)
    content = ctypes.create_string_buffer(struct.pack("6I", mask, mask, mask, 0, 0, 0), 24)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capset(header, content) != 0:
        raise OSError(ctypes.get_errno(), "capset failed")


def _prctl(option: int, *arguments: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0)[:4]]
    if libc.prctl(option, *numbers) != 0:
        raise OSError(ctypes.get_errno(), "prctl failed")
