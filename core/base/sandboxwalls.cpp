// SPDX-License-Identifier: MIT
#include "core/base/sandboxwalls.h"

namespace punchcard {

using namespace Qt::StringLiterals;

QStringList sandboxWalls()
{
    // A user of its own also for root: no capability, and nothing that the script starts is anybody else.
    return {u"--unshare-user"_s,
            u"--uid"_s,
            u"1001"_s,
            u"--gid"_s,
            u"1001"_s,
            u"--unshare-pid"_s,
            u"--unshare-ipc"_s,
            u"--unshare-uts"_s,
            u"--hostname"_s,
            u"punchcard"_s,
            u"--unshare-cgroup-try"_s,
            u"--die-with-parent"_s,
            u"--new-session"_s,
            u"--cap-drop"_s,
            u"ALL"_s,
            u"--clearenv"_s,
            u"--ro-bind"_s,
            u"/"_s,
            u"/"_s,
            u"--dev"_s,
            u"/dev"_s,
            u"--proc"_s,
            u"/proc"_s};
}

} // namespace punchcard
