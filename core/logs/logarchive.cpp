// SPDX-License-Identifier: MIT
#include "core/logs/logarchive.h"

#include "core/artifacts/placing.h"
#include "core/artifacts/poolprogress.h"
#include "core/artifacts/space.h"
#include "core/artifacts/zipreader.h"
#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/logs/archivelayout.h"
#include "core/logs/stepsplitter.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <map>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Logs
{
    Q_DECLARE_TR_FUNCTIONS(Logs)
};

constexpr qint64 stepsFileLimit = qint64(4) << 20;
constexpr int stepsFileVersion = 1;

QString logPath(const QString &folder, const QString &name)
{
    return folder + u'/' + safeFolderName(name) + u".log"_s;
}

QString stepsPath(const QString &log)
{
    return log.chopped(QLatin1StringView(".log").size()) + u".steps.json"_s;
}

// What lies beside the log; empty: nothing.
QJsonObject stepsOf(const QString &log)
{
    const Result<QByteArray> json = readFile(stepsPath(log), stepsFileLimit);
    return json ? QJsonDocument::fromJson(*json).object() : QJsonObject();
}

// Whose log it is; 0: that is not known.
qint64 taskIn(const QJsonObject &steps)
{
    return steps.value(u"task"_s).toString().toLongLong();
}

// Where the log of @p task is to lie: what another of its name has left stays.
QString placeOf(const QString &folder, const TaskInfo &task)
{
    const QString plain = logPath(folder, task.name);
    const QString own = logPath(folder, nameWithId(task.name, task.id));
    const qint64 there = QFileInfo::exists(plain) ? taskIn(stepsOf(plain)) : 0;
    return QFileInfo::exists(own) || (there != 0 && there != task.id) ? own : plain;
}

Error unwritable(const QFile &file)
{
    return storageError(Logs::tr("The log “%1” could not be written.").arg(QDir::toNativeSeparators(file.fileName())), file.fileName(),
                        file.errorString());
}

Error noLog(const QString &name, const QString &path)
{
    return Error{.kind = Error::Kind::Missing,
                 .what = Logs::tr("There is no log of “%1” yet.").arg(name),
                 .remedy = Logs::tr("Fetch the job again."),
                 .detail = path};
}

// A log being written beside its place, as `<name>.log.part`; its text loses the byte order marks on the way.
class LogFile
{
public:
    explicit LogFile(const QString &path)
        : m_path(path)
        , m_file(path + u".part"_s)
    {
    }

    Result<> open()
    {
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate, QFile::ReadOwner | QFile::WriteOwner))
            return unwritable(m_file);
        return {};
    }

    Result<> write(QByteArrayView bytes) { return put(m_text.piece(bytes)); }
    /// Another file's text follows: what it begins with begins a line.
    Result<> endLine()
    {
        const Result<> rest = put(m_text.finish());
        return !rest || m_text.atLineStart() ? rest : write("\n");
    }

    Result<> publish()
    {
        if (const Result<> rest = put(m_text.finish()); !rest)
            return rest;
        if (!m_file.flush())
            return unwritable(m_file);
        m_file.close();
        return giveName(m_file.fileName(), m_path);
    }

    void discard() { m_file.remove(); }

    [[nodiscard]] qint64 lines() const { return m_text.lines(); }
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    Result<> put(const QByteArray &text)
    {
        if (m_file.write(text) != text.size())
            return unwritable(m_file);
        return {};
    }

    QString m_path;
    QFile m_file;
    LogText m_text;
};

Result<> writeSteps(const TaskLog &log)
{
    QJsonArray steps;
    for (const StepLog &step : log.steps)
        steps.append(QJsonObject{{u"number"_s, step.number}, {u"name"_s, step.name}, {u"begin"_s, step.begin}, {u"end"_s, step.end}});
    const QJsonObject all{{u"version"_s, stepsFileVersion},
                          {u"task"_s, QString::number(log.taskId)},
                          {u"name"_s, log.name},
                          {u"size"_s, log.size},
                          {u"exact"_s, log.exact},
                          {u"steps"_s, steps}};
    return writePrivateFile(stepsPath(log.file), QJsonDocument(all).toJson(QJsonDocument::Compact));
}

// The log at @p path, whole and in place: parted, and told in its steps file.
Result<TaskLog> describe(const QString &path, const TaskInfo &task, const QList<StepText> &texts, const PoolShare &share)
{
    TaskLog log{.taskId = task.id, .name = task.name, .file = path, .size = QFileInfo(path).size()};
    if (!texts.isEmpty()) {
        Result<QList<StepLog>> parted = partByStepFiles(path, task.steps, texts, share);
        if (!parted)
            return parted.error();
        log.steps = std::move(*parted);
        log.exact = !log.steps.isEmpty();
    }
    if (!log.exact) {
        Result<QList<StepLog>> parted = partByStamps(path, task.steps, share);
        if (!parted)
            return parted.error();
        log.steps = std::move(*parted);
    }
    if (const Result<> written = writeSteps(log); !written)
        return written.error();
    return log;
}

// The run's archive on its way into a folder.
class Unpacking
{
public:
    Unpacking(ZipReader zip, QString folder, QList<TaskInfo> tasks, PoolSharePtr share)
        : m_zip(std::move(zip))
        , m_folder(std::move(folder))
        , m_tasks(std::move(tasks))
        , m_share(std::move(share))
    {
    }

    Result<RunLog> run();

private:
    // What the archive gave for one of m_tasks.
    struct Found
    {
        bool whole = false; ///< Its log lies in its place.
        qint64 lines = 0; ///< Of that.
        bool damaged = false; ///< A file of it could not be read.
        QList<StepText> steps = {};
    };

    Result<> list();
    Result<> readAll();
    Result<> readWhole(const ZipEntry &entry, qsizetype task);
    Result<> readStep(const ZipEntry &entry, qsizetype task, int number);
    Result<> joinSteps(qsizetype task);
    Result<> extractSteps(qsizetype task, QList<QString> &parts);
    [[nodiscard]] bool stepsHoldMore(const Found &found) const;
    void choosePlaces();

    ZipReader m_zip;
    QString m_folder;
    QList<TaskInfo> m_tasks;
    QList<QString> m_places; ///< of their logs
    PoolSharePtr m_share;
    QHash<qint64, ArchiveRole> m_roles; ///< By number of entry; entries of no use are not in it.
    QList<Found> m_found;
};

bool isDamage(const Error &error)
{
    return error.kind == Error::Kind::Corrupt || error.kind == Error::Kind::Refused;
}

Result<> Unpacking::list()
{
    ArchiveLayout layout(m_tasks);
    QList<qint64> sizes;
    for (;;) {
        if (m_share->cancelled())
            return cancelledError();
        const Result<std::optional<ZipEntry>> entry = m_zip.next();
        if (!entry)
            return entry.error();
        if (!*entry)
            break;
        const bool usable = !(*entry)->isFolder() && !(*entry)->whyUnreadable();
        layout.add(usable ? (*entry)->name : QString());
        sizes.append((*entry)->size);
    }
    m_roles = layout.roles();
    qint64 total = 0;
    qint64 written = 0;
    for (const auto &[number, role] : std::as_const(m_roles).asKeyValueRange()) {
        const qint64 size = sizes.at(number);
        if (qAddOverflow(total, size, &total))
            total = std::numeric_limits<qint64>::max();
        if (!role.step && qAddOverflow(written, size, &written))
            written = std::numeric_limits<qint64>::max();
    }
    m_share->total = total;
    return spaceCheck(m_folder, written);
}

void Unpacking::choosePlaces()
{
    m_places.reserve(m_tasks.size());
    QSet<QString> taken;
    for (const TaskInfo &task : std::as_const(m_tasks)) {
        QString place = placeOf(m_folder, task);
        // To some file systems a capital is no difference.
        if (taken.contains(place.toCaseFolded()))
            place = logPath(m_folder, nameWithId(task.name, task.id));
        taken.insert(place.toCaseFolded());
        m_places.append(place);
    }
}

Result<> Unpacking::readWhole(const ZipEntry &entry, qsizetype task)
{
    LogFile file(m_places.at(task));
    if (const Result<> opened = file.open(); !opened)
        return opened;
    const auto write = [&file](QByteArrayView bytes) { return file.write(bytes); };
    const Result<> read = m_zip.read(entry, *m_share, write);
    if (!read) {
        file.discard();
        return read;
    }
    if (const Result<> published = file.publish(); !published)
        return published;
    m_found[task].whole = true;
    m_found[task].lines = file.lines();
    return {};
}

// A step's file is not kept: how many lines it has tells where they lie in the whole log.
Result<> Unpacking::readStep(const ZipEntry &entry, qsizetype task, int number)
{
    LogText text;
    const auto count = [&text](QByteArrayView bytes) {
        (void)text.piece(bytes);
        return Result<>();
    };
    if (const Result<> read = m_zip.read(entry, *m_share, count); !read)
        return read;
    (void)text.finish();
    m_found[task].steps.append({.number = number, .lines = text.lines(), .firstLine = text.firstLine()});
    return {};
}

Result<> Unpacking::readAll()
{
    m_zip.rewind();
    for (qint64 number = 0;; ++number) {
        if (m_share->cancelled())
            return cancelledError();
        const Result<std::optional<ZipEntry>> entry = m_zip.next();
        if (!entry)
            return entry.error();
        if (!*entry)
            return {};
        const auto role = m_roles.constFind(number);
        if (role == m_roles.cend())
            continue;
        const Result<> read = role->step ? readStep(**entry, role->task, *role->step) : readWhole(**entry, role->task);
        if (!read && !isDamage(read.error()))
            return read;
        if (!read)
            m_found[role->task].damaged = true;
    }
}

bool Unpacking::stepsHoldMore(const Found &found) const
{
    qint64 lines = 0;
    for (const StepText &step : found.steps)
        lines += step.lines;
    return !found.damaged && lines > (found.whole ? found.lines : 0);
}

Result<> Unpacking::extractSteps(qsizetype task, QList<QString> &parts)
{
    std::map<int, QString> byNumber;
    m_zip.rewind();
    for (qint64 number = 0;; ++number) {
        const Result<std::optional<ZipEntry>> entry = m_zip.next();
        if (!entry)
            return entry.error();
        if (!*entry)
            break;
        const auto role = m_roles.constFind(number);
        if (role == m_roles.cend() || role->task != task || !role->step)
            continue;
        LogFile part(m_places.at(task) + u".%1"_s.arg(*role->step));
        if (const Result<> opened = part.open(); !opened)
            return opened;
        byNumber[*role->step] = part.path();
        parts.append(part.path());
        const auto write = [&part](QByteArrayView bytes) { return part.write(bytes); };
        const Result<> read = m_zip.read(**entry, *m_share, write);
        if (!read) {
            part.discard();
            return read;
        }
        if (const Result<> published = part.publish(); !published)
            return published;
    }
    parts.clear();
    for (const auto &[step, path] : byNumber)
        parts.append(path);
    return {};
}

// The whole log is cut or missing, and the steps' files have it all: put them together in their order.
Result<> Unpacking::joinSteps(qsizetype task)
{
    QList<QString> parts;
    Result<> done = extractSteps(task, parts);
    LogFile whole(m_places.at(task));
    if (done)
        done = whole.open();
    for (const QString &path : std::as_const(parts)) {
        QFile part(path);
        if (done && !part.open(QIODevice::ReadOnly))
            done = unwritable(part);
        while (done && !part.atEnd())
            done = m_share->cancelled() ? Result<>(cancelledError()) : whole.write(part.read(64 * 1024));
        if (done)
            done = whole.endLine();
        part.remove();
    }
    if (done)
        done = whole.publish();
    if (done)
        m_found[task].whole = true;
    else
        whole.discard();
    return done;
}

Result<RunLog> Unpacking::run()
{
    if (const Result<> made = makePrivateFolder(m_folder); !made)
        return made.error();
    m_found.resize(m_tasks.size());
    choosePlaces();
    if (const Result<> listed = list(); !listed)
        return listed.error();
    if (const Result<> read = readAll(); !read)
        return read.error();
    RunLog result;
    for (qsizetype task = 0; task < m_tasks.size(); ++task) {
        if (stepsHoldMore(m_found.at(task))) {
            if (const Result<> joined = joinSteps(task); !joined && !isDamage(joined.error()))
                return joined.error();
        }
        if (!m_found.at(task).whole) {
            result.missing.append(m_tasks.at(task).id);
            continue;
        }
        Result<TaskLog> log = describe(m_places.at(task), m_tasks.at(task), m_found.at(task).steps, *m_share);
        if (!log)
            return log.error();
        result.tasks.append(std::move(*log));
    }
    return result;
}

Result<RunLog> unpackNow(const QString &zip, const QString &folder, const QList<TaskInfo> &tasks, const PoolSharePtr &share)
{
    Result<ZipReader> reader = ZipReader::open(zip);
    if (!reader)
        return reader.error();
    return Unpacking(std::move(*reader), folder, tasks, share).run();
}

Result<TaskLog> adoptNow(const QString &textFile, const QString &folder, const TaskInfo &task, const PoolSharePtr &share)
{
    if (const Result<> made = makePrivateFolder(folder); !made)
        return made.error();
    QFile from(textFile);
    if (!from.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return noLog(task.name, textFile);
    share->total = from.size();
    if (const Result<> fits = spaceCheck(folder, from.size()); !fits)
        return fits.error();
    LogFile file(placeOf(folder, task));
    Result<> done = file.open();
    while (done) {
        const QByteArray piece = from.read(64 * 1024);
        if (piece.isEmpty())
            break;
        done = share->cancelled() ? Result<>(cancelledError()) : file.write(piece);
        share->done += piece.size();
    }
    if (done && from.error() != QFile::NoError)
        done = unwritable(from);
    if (done)
        done = file.publish();
    if (!done) {
        file.discard();
        return done.error();
    }
    return describe(file.path(), task, {}, *share);
}

} // namespace

std::optional<StepLog> TaskLog::step(const QString &stepName) const
{
    const auto found = std::ranges::find(steps, stepName, &StepLog::name);
    return found == steps.end() ? std::nullopt : std::optional(*found);
}

Async<RunLog> unpackRunLog(QString zip, QString folder, QList<TaskInfo> tasks, Context context)
{
    const PoolProgress progress(context);
    const auto work = [zip, folder, tasks, share = progress.share()] { return unpackNow(zip, folder, tasks, share); };
    co_return co_await onPool(context, work);
}

Async<TaskLog> adoptTaskLog(QString textFile, QString folder, TaskInfo task, Context context)
{
    const PoolProgress progress(context);
    const auto work = [textFile, folder, task, share = progress.share()] { return adoptNow(textFile, folder, task, share); };
    co_return co_await onPool(context, work);
}

QString nameWithId(const QString &name, qint64 id)
{
    return u"%1 (%2)"_s.arg(name, QString::number(id));
}

Result<TaskLog> readTaskLog(const QString &folder, const QString &name, qint64 id)
{
    const QString own = logPath(folder, nameWithId(name, id));
    const QString path = QFileInfo(own).isFile() ? own : logPath(folder, name);
    if (!QFileInfo(path).isFile())
        return noLog(name, path);
    TaskLog log{.name = name, .file = path, .size = QFileInfo(path).size()};
    // Without its steps file the log is still a log.
    const QJsonObject all = stepsOf(path);
    if (const qint64 whose = taskIn(all); whose != 0 && whose != id)
        return noLog(name, path);
    if (all.value(u"version"_s).toInt() != stepsFileVersion || all.value(u"size"_s).toInteger(-1) != log.size)
        return log;
    log.taskId = taskIn(all);
    log.exact = all.value(u"exact"_s).toBool();
    const QJsonArray steps = all.value(u"steps"_s).toArray();
    for (const QJsonValue value : steps) {
        const StepLog step{.number = value[u"number"_s].toInt(),
                           .name = value[u"name"_s].toString(),
                           .begin = value[u"begin"_s].toInteger(-1),
                           .end = value[u"end"_s].toInteger(-1)};
        if (step.begin >= 0 && step.begin <= step.end && step.end <= log.size)
            log.steps.append(step);
    }
    return log;
}

} // namespace punchcard
