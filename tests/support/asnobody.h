// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <unistd.h>

namespace punchcard::testing {

/// For a block in which files without rights for us must really be closed: root, as whom tests may run, reads all.
class AsNobody
{
public:
    AsNobody()
        : m_was(geteuid())
    {
        if (m_was == 0 && seteuid(65534) != 0)
            qFatal("cannot become nobody");
    }
    ~AsNobody()
    {
        if (m_was == 0 && seteuid(0) != 0)
            qFatal("cannot become root again");
    }
    Q_DISABLE_COPY_MOVE(AsNobody)

private:
    uid_t m_was;
};

} // namespace punchcard::testing
