// SPDX-License-Identifier: MIT
#include "core/jobs/livechoice.h"

#include "core/base/files.h"
#include "core/job/array.h"
#include "core/job/marks.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct LiveChoiceText
{
    Q_DECLARE_TR_FUNCTIONS(LiveChoice)
};

// So many files say it, so that one who opens an element makes few others read: element 259 reads the same one as element 3.
constexpr int choiceFiles = 256;
constexpr int mostAtOnce = 500; // the most that GitHub runs at once for anybody
constexpr qsizetype freeChanges = 8;
constexpr Milliseconds betweenChanges = 10s;
constexpr Milliseconds betweenLaterChanges = 5min;
// A process that has something open says so anew in less time than that.
constexpr qint64 youngSeconds = 20;
const QString followedPrefix = u"follow-"_s;

QString followedFile(const store::JobFolder &folder)
{
    return folder.path() + u'/' + followedPrefix + QString::number(QCoreApplication::applicationPid());
}

QList<int> numbersIn(const QByteArray &text)
{
    QList<int> numbers;
    const QList<QByteArray> words = text.simplified().split(' ');
    for (const QByteArray &word : words) {
        bool isNumber = false;
        const int number = word.toInt(&isNumber);
        if (isNumber && number >= 0)
            numbers.append(number);
    }
    return numbers;
}

Async<QString> choiceCommit(Drive &drive, QList<int> elements, Context context)
{
    QMap<int, QString> texts;
    const QList<int> all = elementsOf(drive.job.spec);
    for (const int element : all)
        texts.insert(element % choiceFiles, {});
    for (const int element : elements)
        texts[element % choiceFiles] += QString::number(element) + u'\n';
    QList<github::TreeEntry> entries;
    entries.reserve(texts.size());
    for (auto text = texts.cbegin(); text != texts.cend(); ++text) {
        entries.append({.path = u"choice/%1"_s.arg(text.key(), 3, 10, QChar(u'0')), .content = text->isEmpty() ? u"\n"_s : *text});
    }
    const auto tree = co_await drive.client().createTree(drive.repo(), entries, {}, context, github::Patience::JustMade);
    if (!tree)
        co_return tree.error();
    const github::Signature us{.name = u"Punchcard"_s,
                               .email = u"punchcard@users.noreply.github.com"_s,
                               .date = std::chrono::floor<std::chrono::seconds>(drive.now())};
    const github::NewCommit wanted{.message = u"Whose output is shown"_s, .tree = *tree, .parents = {}, .author = us, .committer = us};
    const auto commit = co_await drive.client().createCommit(drive.repo(), wanted, context, github::Patience::JustMade);
    if (!commit)
        co_return commit.error();
    co_return commit->sha;
}

} // namespace

std::optional<bool> liveChoice(const JobSpec &spec, const Account &account)
{
    if (account.isThisComputer())
        return spec.live.value_or(true);
    if (!spec.isPrivate)
        return spec.live.value_or(false) && spec.secrets.isEmpty();
    return spec.live ? spec.live : account.defaults.live;
}

void settleLive(JobSpec &spec, const Account &account)
{
    spec.live = liveChoice(spec, account).value_or(true);
}

QString whyNotLive(const JobSpec &spec)
{
    if (spec.live.value_or(false))
        return {};
    if (!spec.isPrivate && !spec.secrets.isEmpty())
        return LiveChoiceText::tr("No live output: its repository is public, and it has secrets.");
    if (!spec.isPrivate)
        return LiveChoiceText::tr("No live output: its repository is public, and it was not asked for.");
    return LiveChoiceText::tr("No live output: it is switched off for this job or its account.");
}

bool isLiveByChoice(const JobSpec &spec)
{
    return elementsOf(spec).size() > mostLiveElements;
}

LiveSharing liveSharing(const JobSpec &spec, bool thisComputer)
{
    const auto elements = int(elementsOf(spec).size());
    if (thisComputer)
        return {.seconds = 1, .first = elements > mostLiveElements ? 1 : 0, .every = elements > mostLiveElements ? 1 : 0};
    if (elements <= mostLiveElements)
        return {.seconds = elements <= 2 ? 5 : elements == 3 ? 7 : 9};
    const int atOnce = std::min({elements, spec.maxParallel.value_or(elements), mostAtOnce});
    return {.seconds = atOnce <= choiceFiles ? 12 : 24,
            .first = elements <= choiceFiles ? 10 : std::max(10, 14 * atOnce),
            .every = std::clamp(atOnce / 5, 10, 100)};
}

std::optional<workflow::LiveOutput> liveOutputOf(const JobSpec &spec, bool isLive, bool thisComputer, const QByteArray &script)
{
    if (!isLive)
        return livePrograms(false, script).isEmpty() ? std::nullopt : std::optional(workflow::LiveOutput{.sends = false});
    const LiveSharing sharing = liveSharing(spec, thisComputer);
    return workflow::LiveOutput{.seconds = sharing.seconds, .first = sharing.first, .every = sharing.every};
}

QStringList livePrograms(bool isLive, const QByteArray &script)
{
    if (isLive)
        return workflow::liveFiles;
    return script.contains(workflow::uploadProgram.toLatin1()) ? QStringList{workflow::uploadProgram} : QStringList();
}

int liveDelay(const JobSpec &spec, bool thisComputer)
{
    const LiveSharing sharing = liveSharing(spec, thisComputer);
    // Written at once, mostly; seen at the next look; sent at the next piece, and fetched here.
    return std::max(sharing.first, sharing.every) + 2 * sharing.seconds;
}

Time nextChoice(const QList<Time> &changes)
{
    if (changes.isEmpty())
        return {};
    const Time last = changes.constLast();
    const auto recent = std::ranges::count_if(changes, [last](Time change) { return last - change < 1h; });
    return last + (recent <= freeChanges ? betweenChanges : betweenLaterChanges);
}

Async<> makeLiveChoice(Drive &drive)
{
    const Result<MutationGate::Permit> permit = co_await drive.enter();
    if (!permit)
        co_return permit.error();
    const Result<QString> sha = co_await choiceCommit(drive, {}, drive.context);
    if (!sha)
        co_return sha.error();
    const auto made = co_await drive.client().createRef(drive.repo(), liveChoiceBranchOf(drive.job.uid), *sha, drive.context,
                                                        github::Patience::JustMade);
    if (!made && made.error().kind != Error::Kind::Conflict)
        co_return made.error();
    co_return {};
}

Async<> LiveChooser::choose(QList<int> elements, Context context)
{
    ToldElements &known = m_drive.told;
    if (known.isTelling || elements == known.elements)
        co_return {};
    if (!m_drive.session->isThisComputer() && m_drive.now() < nextChoice(known.changes))
        co_return {};
    QList<int> next;
    for (const int element : std::as_const(elements)) {
        if (known.elements.contains(element))
            next.append(element);
    }
    if (next.isEmpty()) {
        next = elements;
    } else {
        const auto fresh = std::ranges::find_if(elements, [&known](int element) { return !known.elements.contains(element); });
        if (fresh != elements.end())
            next.append(*fresh);
    }
    known.isTelling = true;
    const Result<> told = co_await tell(next, context);
    known.isTelling = false;
    if (!told)
        co_return told;
    known.elements = next;
    known.changes.append(m_drive.now());
    co_return {};
}

Async<> LiveChooser::tell(QList<int> elements, Context context)
{
    const Result<MutationGate::Permit> permit = co_await m_drive.session->enter(context);
    if (!permit)
        co_return permit.error();
    const Result<QString> sha = co_await choiceCommit(m_drive, elements, context);
    if (!sha)
        co_return sha.error();
    const auto moved = co_await m_drive.client().updateRef(m_drive.repo(), liveChoiceBranchOf(m_drive.job.uid), *sha, true, context);
    if (!moved)
        co_return moved.error();
    co_return {};
}

QList<int> followedElsewhere(const store::JobFolder &folder)
{
    QList<int> elements;
    const QDir dir(folder.path());
    const QStringList names = dir.entryList({followedPrefix + u'*'}, QDir::Files, QDir::Time);
    for (const QString &name : names) {
        const QString file = dir.filePath(name);
        if (file == followedFile(folder))
            continue;
        if (QFileInfo(file).lastModified().secsTo(QDateTime::currentDateTime()) > youngSeconds) {
            QFile::remove(file); // its process has died
            continue;
        }
        const Result<QByteArray> text = readFile(file, 1000);
        if (!text)
            continue;
        for (const int element : numbersIn(*text)) {
            if (!elements.contains(element))
                elements.append(element);
        }
    }
    return elements;
}

void forgetFollowed(const store::JobFolder &folder)
{
    const QDir dir(folder.path());
    const QStringList names = dir.entryList({followedPrefix + u'*'}, QDir::Files);
    for (const QString &name : names)
        QFile::remove(dir.filePath(name));
}

void noteFollowed(const store::JobFolder &folder, const QList<int> &elements)
{
    if (elements.isEmpty()) {
        QFile::remove(followedFile(folder));
        return;
    }
    QByteArray text;
    for (const int element : elements)
        text += QByteArray::number(element) + '\n';
    if (const Result<> written = writePrivateFile(followedFile(folder), text); !written)
        qWarning("another process is not told what is open here: %s", qPrintable(written.error().what));
}

} // namespace punchcard
