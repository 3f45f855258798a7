// SPDX-License-Identifier: MIT
#pragma once

#include "core/hub/httpmessage.h"

#include <QFile>

namespace punchcard::hub {

/// Every exchange with the API as a line of JSON in a file of its own below a folder, for tests that hold them against GitHub's
/// description. Of the token only that there was one.
class Recorder
{
public:
    explicit Recorder(const QString &folder);

    /// @p isMade: a fault of a test stands in for the hub's own answer.
    void note(const Request &request, const Answer &answer, bool isMade);

private:
    QFile m_file;
};

} // namespace punchcard::hub
