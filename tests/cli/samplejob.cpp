// SPDX-License-Identifier: MIT
#include "tests/cli/samplejob.h"

namespace punchcard::testing {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr Time begin{Milliseconds(1'764'000'000'000)};

} // namespace

Job preparedJob()
{
    Job job{.id = JobId(7), .uid = u"93291ea6-bd48-430a-965e-e1562beda25a"_s, .createdAt = begin};
    job.spec.name = u"kernel.sh"_s;
    job.spec.account = u"github.com/me"_s;
    job.spec.runsOn = {u"ubuntu-latest"_s};
    return job;
}

Job startedJob()
{
    Job job = preparedJob();
    job.phase = Phase::Started;
    job.house = {.owner = u"me"_s,
                 .name = u"kernel-brisk-otter"_s,
                 .repositoryId = 5,
                 .branch = u"main"_s,
                 .page = QUrl(u"https://github.com/me/kernel-brisk-otter"_s)};
    job.submittedAt = begin + 3s;
    return job;
}

Job runningJob()
{
    Job job = startedJob();
    const Task task{.remoteId = 11,
                    .name = u"job"_s,
                    .status = Status::InProgress,
                    .createdAt = begin + 4s,
                    .startedAt = begin + 8s,
                    .runnerId = 3,
                    .runnerName = u"runner-3"_s,
                    .steps = {{.number = 1, .name = u"Set up job"_s, .status = Status::Completed, .conclusion = Conclusion::Success},
                              {.number = 3, .name = u"Run job.sh"_s, .status = Status::InProgress}}};
    job.runs = {Run{.id = 1,
                    .headSha = u"aa"_s,
                    .remoteId = 9,
                    .page = QUrl(u"https://github.com/me/kernel-brisk-otter/actions/runs/9"_s),
                    .attempts = {Attempt{.number = 1, .status = Status::InProgress, .startedAt = begin + 4s, .tasks = {task}}}}};
    return job;
}

Job endedJob()
{
    Job job = runningJob();
    Task &task = job.runs.first().attempts.first().tasks.first();
    task.status = Status::Completed;
    task.conclusion = Conclusion::Success;
    task.completedAt = begin + 23s;
    job.phase = Phase::Cleared;
    job.outcome = Outcome::Succeeded;
    job.results = Results::Complete;
    job.house.dropped = true;
    job.finishedAt = begin + 25s;
    job.items = {Item{.id = ItemId(1),
                      .run = 1,
                      .kind = Item::Kind::Log,
                      .name = u"job"_s,
                      .remoteId = 11,
                      .state = Item::State::Here,
                      .path = u"logs/attempt-1"_s},
                 Item{.id = ItemId(2),
                      .run = 1,
                      .kind = Item::Kind::Artifact,
                      .name = u"uploads"_s,
                      .size = 12,
                      .state = Item::State::Here,
                      .path = u"artifacts/uploads"_s}};
    return job;
}

} // namespace punchcard::testing
