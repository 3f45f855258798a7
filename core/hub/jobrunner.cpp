// SPDX-License-Identifier: MIT
#include "core/hub/jobrunner.h"

#include "core/base/files.h"
#include "core/hub/jobrun.h"
#include "core/hub/ownthread.h"
#include "core/hub/sandbox.h"

#include <QDir>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

Result<> removeFolder(const QString &folder)
{
    const QByteArray path = QFile::encodeName(folder);
    const int opened = ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (opened < 0 && errno == ENOENT)
        return {};
    const bool removed = opened >= 0 && removeBelow(opened);
    const QString reason = qt_error_string();
    if (opened >= 0)
        close(opened);
    if (!removed || rmdir(path.constData()) != 0)
        return storageError(JobRunner::tr("The job's work folder could not be removed."), folder, removed ? qt_error_string() : reason);
    return {};
}

} // namespace

QString conclusionName(Conclusion conclusion)
{
    switch (conclusion) {
    case Conclusion::Success: return u"success"_s;
    case Conclusion::Cancelled: return u"cancelled"_s;
    case Conclusion::Skipped: return u"skipped"_s;
    case Conclusion::TimedOut: return u"timed_out"_s;
    default: return u"failure"_s;
    }
}

JobRunner::JobRunner(JobRequest request, QObject *parent)
    : QObject(parent)
    , m_run(std::make_shared<JobRun>(std::move(request), this))
{
}

JobRunner::~JobRunner()
{
    m_run->abandon();
}

void JobRunner::start()
{
    m_task = JobRun::run(m_run);
}

void JobRunner::cancel(bool force)
{
    m_run->cancel(force);
}

QList<StepState> JobRunner::steps() const
{
    return m_run->steps();
}

bool JobRunner::isRunning() const
{
    return m_run->isRunning();
}

Async<bool> JobRunner::sandboxWorks()
{
    auto ask = [] { return Result<bool>(sandbox::works()); };
    co_return co_await onJobThread(ask);
}

Async<> JobRunner::removeWorkFolder(QString folder)
{
    auto remove = [work = folder + u"/work"_s] { return removeFolder(work); };
    co_return co_await onJobThread(remove);
}

} // namespace punchcard::hub
