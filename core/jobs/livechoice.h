// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/jobs/drive.h"
#include "core/workflow/jobworkflow.h"

#include <optional>

namespace punchcard {

/// So many elements of an array send their output at once. In a larger one they are those that somebody has open.
inline constexpr int mostLiveElements = 4;

/// Whether a job so described sends its output while it runs; nullopt: that hangs on an answer which the account has not
/// given yet. Never with secrets in a public repository. Pure.
[[nodiscard]] std::optional<bool> liveChoice(const JobSpec &spec, const Account &account);
/// Settles what the job left open.
void settleLive(JobSpec &spec, const Account &account);
/// Why it sends nothing, in a sentence; empty: it does.
[[nodiscard]] QString whyNotLive(const JobSpec &spec);

/// Whether somebody has to say which of the job's elements send their output.
[[nodiscard]] bool isLiveByChoice(const JobSpec &spec);

/// How the tasks of a job share the 1,000 requests that GITHUB_TOKEN has in an hour for its whole repository, and the 500 that
/// make something. A task sends at most 830 / seconds pieces in its first hour, so that two send every five seconds at first,
/// three every seven and four every nine.
/// Of a large array four elements send, each every twelve seconds for a minute from when it was opened, and every 36 from then on:
/// 4 × 100 an hour. Every element looks once whether it is one of them, which costs a request, and then again and again, which is
/// free as long as the answer is "not modified". When another is opened, three requests make its branch, two elements read their
/// file, and it sends five pieces faster. That happens at most twenty times an hour: 200. With 256 first looks that makes 856.
/// Where more elements than that follow each other, the first look comes the later the more of them run at once, so that there
/// are no more of them in an hour: 14 seconds for each. Where more than 256 run at once, all of which may look in the same hour,
/// those that send do so half as often.
struct LiveSharing
{
    int seconds = 5; ///< between two pieces, at first
    int first = 0;   ///< seconds until an element looks whether it is to send
    int every = 0;   ///< and between two looks; 0: all of them send
};
[[nodiscard]] LiveSharing liveSharing(const JobSpec &spec, bool thisComputer);
/// What the workflow is told of it. A script that hands files over finds the program also where its output is not sent.
[[nodiscard]] std::optional<workflow::LiveOutput> liveOutputOf(const JobSpec &spec, bool isLive, bool thisComputer,
                                                               const QByteArray &script);
/// The files that travel for it, below workflow::liveFolder.
[[nodiscard]] QStringList livePrograms(bool isLive, const QByteArray &script);
/// How many seconds may pass between the opening of an element that runs and the first line of its output.
[[nodiscard]] int liveDelay(const JobSpec &spec, bool thisComputer);

/// When the choice may be changed again after it was changed at @p changes, ascending: at most twenty times an hour. Pure.
[[nodiscard]] Time nextChoice(const QList<Time> &changes);

/// Makes the branch that says which elements send, with none of them. Harmless where it is there.
[[nodiscard]] Async<> makeLiveChoice(Drive &drive);

/// Says to the elements of a large array which of them are to send.
class LiveChooser
{
public:
    explicit LiveChooser(Drive &drive)
        : m_drive(drive)
    {
    }
    /// Tells, when it is time and something is different. What an earlier process told stays until then. Of several that are new, one after
    /// the other, once some send.
    [[nodiscard]] Async<> choose(QList<int> elements, Context context);

private:
    Async<> tell(QList<int> elements, Context context);

    Drive &m_drive;
};

/// Which elements somebody at another process of this home has open; a file for each process says so, as long as it is young.
[[nodiscard]] QList<int> followedElsewhere(const store::JobFolder &folder);
/// Nobody needs to be told any more.
void forgetFollowed(const store::JobFolder &folder);
/// Says what this process has open, or that it is nothing any more.
void noteFollowed(const store::JobFolder &folder, const QList<int> &elements);

} // namespace punchcard
