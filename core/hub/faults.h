// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"
#include "core/hub/httpmessage.h"

#include <QHttpHeaders>
#include <QJsonArray>
#include <QRegularExpression>

#include <optional>

namespace punchcard::hub {

/// What is to go wrong with one request.
struct Fault
{
    enum class Kind { Status, Drop, DropAfter, Delay, Hang, Fresh, Cut, Garble, Slow };

    Kind kind = Kind::Status;
    int status = 500;
    QHttpHeaders headers = {};
    QByteArray body = {};
    QByteArray contentType = {};
    Milliseconds delay = {};

    [[nodiscard]] QByteArray kindName() const;
};

/// Faults for end-to-end tests, from a JSON file that is read again at each request when it has changed:
/// [{"match": "POST /user/repos", "times": 2, "skip": 1, "fault": "status", "status": 502, "headers": {…}, "body": "…"}, …]
/// `match` is a regular expression over "METHOD /path"; `times` (1) and `skip` (0) count matching requests; `fault` is
/// status, drop (reset before handling), drop-after (handled, then reset), delay (`ms`), hang, fresh (never a 304), cut (reset
/// in the middle of the answer's body), garble (bits of the body are turned over), slow (the body takes `ms`). The first entry that matches
/// and is not used up wins; `times` of -1 is never used up.
class Faults
{
public:
    explicit Faults(QString file);

    /// What shall happen to @p request; counts it.
    [[nodiscard]] std::optional<Fault> next(const Request &request);

private:
    struct Rule
    {
        QRegularExpression match;
        int skip = 0;
        int times = 1;
        Fault fault;
    };
    void readAgain();

    QString m_file;
    QByteArray m_content;
    QList<Rule> m_rules;
};

} // namespace punchcard::hub
