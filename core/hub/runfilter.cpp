// SPDX-License-Identifier: MIT
#include "core/hub/runfilter.h"

namespace punchcard::hub {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A day alone stands for its first moment.
std::optional<Time> moment(QString text)
{
    if (text.size() == 10)
        text += u"T00:00:00Z"_s;
    return parseTime(text);
}

} // namespace

RunFilter::RunFilter(const Request &request)
    : m_branch(request.item(u"branch"_s))
    , m_event(request.item(u"event"_s))
    , m_status(request.item(u"status"_s))
    , m_sha(request.item(u"head_sha"_s))
    , m_suite(request.item(u"check_suite_id"_s).toLongLong())
{
    readCreated(request.item(u"created"_s));
}

// ">=X", ">X", "<=X", "<X", "A..B" (either may be "*"), or a day.
void RunFilter::readCreated(const QString &text)
{
    if (text.contains(".."_L1)) {
        m_from = moment(text.section(u".."_s, 0, 0));
        m_until = moment(text.section(u".."_s, 1, 1));
    } else if (text.startsWith(">="_L1)) {
        m_from = moment(text.mid(2));
    } else if (text.startsWith(u'>')) {
        if (const auto after = moment(text.mid(1)))
            m_from = *after + 1s;
    } else if (text.startsWith("<="_L1)) {
        m_until = moment(text.mid(2));
    } else if (text.startsWith(u'<')) {
        if (const auto before = moment(text.mid(1)))
            m_until = *before - 1s;
    } else if (const auto day = moment(text)) {
        m_from = *day;
        m_until = *day + (text.size() == 10 ? 24h - 1s : 0s);
    }
}

bool RunFilter::fits(const RunRecord &run) const
{
    const AttemptRecord &attempt = run.latest();
    const Time created = std::chrono::floor<std::chrono::seconds>(run.createdAt);
    // GitHub's filter does not know startup_failure.
    const bool statusFits = m_status.isEmpty() || m_status == statusName(attempt.status)
        || (m_status == attempt.conclusion && m_status != "startup_failure"_L1);
    return (m_branch.isEmpty() || run.branch() == m_branch) && (m_event.isEmpty() || run.event == m_event) && statusFits
        && (m_sha.isEmpty() || run.sha == m_sha) && (m_suite == 0 || run.id == m_suite) && (!m_from || created >= *m_from)
        && (!m_until || created <= *m_until);
}

} // namespace punchcard::hub
