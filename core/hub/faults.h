// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/time.h"
#include "core/hub/httpmessage.h"

#include <QHttpHeaders>
#include <QJsonArray>
#include <QJsonValue>
#include <QRegularExpression>
#include <QStringList>

#include <optional>

namespace punchcard::hub {

/// One change of an answer's JSON.
struct Edit
{
    QStringList path; ///< "/jobs/*/id", where "*" is each element
    QJsonValue value; ///< in its place; undefined: it is taken out
};

/// What is to go wrong with one request.
struct Fault
{
    enum class Kind { Status, Drop, DropAfter, Delay, Hang, Hold, Fresh, Cut, Shorten, Garble, Slow, Rewrite };

    Kind kind = Kind::Status;
    int status = 500;
    QHttpHeaders headers = {};
    QByteArray body = {};
    QByteArray contentType = {};
    Milliseconds delay = {};
    int rate = 0; ///< bytes a second; 0: the delay says how long it takes
    QList<Edit> edits = {}; ///< of its JSON

    [[nodiscard]] QByteArray kindName() const;
};

/// Changes @p answer as @p fault, a rewrite, says.
void rewrite(const Fault &fault, Answer &answer);

/// Faults for end-to-end tests, from a JSON file that is read again at each request when it has changed:
/// [{"match": "POST /user/repos", "times": 2, "skip": 1, "fault": "status", "status": 502, "headers": {…}, "body": "…"}, …]
/// In place of `body`, `file` names a file that has it, which need not be text.
/// `match` is a regular expression over "METHOD /path"; `times` (1) and `skip` (0) count matching requests; `fault` is
/// status, drop (reset before handling), drop-after (handled, then reset), delay (`ms`), hang, hold (handled when the file has
/// changed), fresh (never a 304), cut (reset in the middle of the answer's body), shorten (half the body, and a length that
/// agrees), garble (bits of the body are turned over), slow (the body takes `ms`, or comes with `rate` bytes a second), rewrite (the
/// answer, never a 304, with `headers` and "edits": [{"at": "/jobs/*/id", "value": 5}, …]; without a value it is taken out). The
/// first entry that matches and is not used up wins; `times` of -1 is never used up.
class Faults
{
public:
    explicit Faults(QString file);

    /// What shall happen to @p request; counts it.
    [[nodiscard]] std::optional<Fault> next(const Request &request);
    /// How often the file has changed.
    [[nodiscard]] int changes();

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
    int m_changes = 0;
    QList<Rule> m_rules;
};

} // namespace punchcard::hub
