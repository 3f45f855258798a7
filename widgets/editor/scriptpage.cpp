// SPDX-License-Identifier: MIT
#include "widgets/editor/scriptpage.h"

#include "core/base/onpool.h"
#include "core/lint/shelldialect.h"
#include "widgets/editor/findbar.h"
#include "widgets/editor/linter.h"
#include "widgets/editor/problemspane.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/look/noticebar.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDesktopServices>
#include <QFileInfo>
#include <QKeyEvent>
#include <QUuid>
#include <QVBoxLayout>

#include <utility>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

ScriptPage::ScriptPage(QWidget *parent)
    : QWidget(parent)
    , m_id(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_editor(new ScriptEditor(this))
    , m_findBar(new FindBar(m_editor, this))
    , m_linter(new Linter(this))
    , m_problems(new ProblemsPane(m_linter->model(), this))
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_findBar);
    m_layout->addWidget(m_editor, 1);
    m_layout->addWidget(m_problems);
    m_editor->setProblems(m_linter->model());
    connect(m_problems, &ProblemsPane::fixRequested, m_editor, &ScriptEditor::fix);
    connect(m_problems, &ProblemsPane::pageRequested, this, &QDesktopServices::openUrl);
    connect(m_problems, &ProblemsPane::placeRequested, this, [this](int start, int end) {
        m_editor->selectRange(start, end);
        m_editor->setFocus();
    });
    connect(m_linter, &Linter::leftOut, this, [this] {
        if (!std::exchange(m_toldUnchecked, true))
            notice(Notice::Unchecked)->show();
    });
    setFocusProxy(m_editor);
    m_settleTimer.setInterval(250ms);
    m_settleTimer.setSingleShot(true);
    connect(&m_settleTimer, &QTimer::timeout, this, &ScriptPage::settle);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        m_linter->cancel();
        m_settleTimer.start();
    });
    connect(m_editor->document(), &QTextDocument::modificationChanged, this, &ScriptPage::titleChanged);
}

ScriptPage::~ScriptPage()
{
    // The editor outlives our members, and its text changes once more on its way.
    disconnect(m_editor, nullptr, this, nullptr);
    disconnect(m_editor->document(), nullptr, this, nullptr);
}

void ScriptPage::setHabits(const EditorHabits &habits)
{
    m_editor->setHabits(habits);
    if (m_checks == habits.checkScripts)
        return;
    m_checks = habits.checkScripts;
    if (m_checks)
        m_settleTimer.start();
    else
        m_linter->forget();
}

void ScriptPage::begin(const QString &name, const QString &text)
{
    m_name = name;
    m_editor->setFileName(name);
    m_editor->load(text);
    emit titleChanged();
}

Result<ScriptPage::Read> ScriptPage::read(const QString &path)
{
    Result<TextFile> file = readTextFile(path);
    if (!file)
        return file.error();
    const Result<QByteArray> bytes = file->toBytes(path);
    if (!bytes)
        return bytes.error();
    const QByteArray digest = QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256);
    return Read{*std::move(file), digest, QFileInfo(path).lastModified().toMSecsSinceEpoch()};
}

void ScriptPage::take(const QString &path, const Read &read)
{
    setPath(path);
    m_format = read.file;
    m_format.text.clear();
    m_digest = read.digest;
    m_changedAt = read.changedAt;
}

void ScriptPage::setPath(const QString &path)
{
    m_path = path;
    m_name = QFileInfo(path).fileName();
    m_editor->setFileName(m_name);
    emit titleChanged();
}

void ScriptPage::open(const QString &path, Then then)
{
    setPath(path);
    ++m_busy;
    QCoro::connect(onPool(Context(), [path] { return read(path); }), this, [this, path, then](const Result<Read> &result) {
        --m_busy;
        if (result) {
            take(path, *result);
            m_editor->load(result->file.text);
            noticeFormat();
        }
        then(result ? Result<>() : Result<>(result.error()));
    });
}

void ScriptPage::save(const QString &path, Then then)
{
    TextFile file = m_format;
    file.text = m_editor->text();
    file.exact = true;
    const int revision = m_editor->document()->revision();
    const auto write = [path, file]() -> Result<Read> {
        if (const Result<> written = writeTextFile(path, file); !written)
            return written.error();
        return read(path);
    };
    ++m_busy;
    QCoro::connect(onPool(Context(), write), this, [this, path, revision, then](const Result<Read> &result) {
        --m_busy;
        if (result) {
            setPath(path);
            m_digest = result->digest;
            m_changedAt = result->changedAt;
            // What was typed meanwhile is not in the file.
            m_editor->document()->setModified(m_editor->document()->revision() != revision);
            for (const Notice which : {Notice::Changed, Notice::Gone, Notice::Recovered})
                notice(which)->hide();
            noticeFormat();
            emit titleChanged();
        }
        then(result ? Result<>() : Result<>(result.error()));
    });
}

void ScriptPage::reload()
{
    QCoro::connect(onPool(Context(), [path = m_path] { return read(path); }), this, [this](const Result<Read> &result) {
        if (!result) {
            notice(Notice::Gone)->show();
            return;
        }
        take(m_path, *result);
        m_editor->replaceText(result->file.text);
        m_editor->document()->setModified(false);
        notice(Notice::Changed)->hide();
        notice(Notice::Gone)->hide();
        noticeFormat();
    });
}

void ScriptPage::restore(const Draft &draft, Then then)
{
    m_id = draft.id;
    const auto fill = [this, draft] {
        m_editor->replaceText(draft.text);
        m_editor->document()->setModified(draft.modified);
        m_editor->showPosition(draft.position);
        if (!draft.modified)
            return;
        const bool newer = !m_path.isEmpty() && draft.savedAt != m_changedAt;
        notice(Notice::Recovered)
            ->setText(newer ? tr("Unsaved text was brought back; the file has changed since it was written.")
                            : tr("Unsaved text was brought back from the last session."));
        notice(Notice::Recovered)->show();
    };
    if (draft.path.isEmpty() || !QFileInfo::exists(draft.path)) {
        begin(draft.name, draft.text);
        if (!draft.path.isEmpty())
            setPath(draft.path);
        fill();
        then({});
        return;
    }
    open(draft.path, [this, fill, then](const Result<> &opened) {
        if (opened && m_editor->isLoading())
            connect(m_editor, &ScriptEditor::loaded, this, fill, Qt::SingleShotConnection);
        else
            fill();
        then({});
    });
}

Draft ScriptPage::draft() const
{
    return Draft{.id = m_id,
                 .path = m_path,
                 .name = m_name,
                 .text = text(),
                 .savedAt = m_changedAt,
                 .position = m_editor->textCursor().position(),
                 .modified = isModified()};
}

QString ScriptPage::text() const
{
    return m_editor->text();
}

bool ScriptPage::isModified() const
{
    return m_editor->document()->isModified() && !m_editor->isLoading();
}

bool ScriptPage::isBlank() const
{
    return m_path.isEmpty() && m_editor->document()->isEmpty();
}

void ScriptPage::fileChanged()
{
    if (!QFileInfo::exists(m_path)) {
        m_editor->document()->setModified(true);
        notice(Notice::Gone)->show();
        return;
    }
    notice(Notice::Gone)->hide();
    QCoro::connect(onPool(Context(), [path = m_path] { return read(path); }), this, [this](const Result<Read> &result) {
        // Our own save, or a touch.
        if (!result || result->digest == m_digest)
            return;
        if (isModified())
            notice(Notice::Changed)->show();
        else
            reload();
    });
}

void ScriptPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_findBar->isVisible())
        m_findBar->closeBar();
    else
        QWidget::keyPressEvent(event);
}

bool ScriptPage::isLintComing() const
{
    return m_checks && !m_linter->isKnown() && (m_settleTimer.isActive() || m_linter->isChecking());
}

void ScriptPage::settle()
{
    if (m_editor->isLoading())
        return;
    noticeLongLines();
    if (m_toldUnchecked && (!m_checks || m_editor->document()->characterCount() <= Linter::longestScript)) {
        m_toldUnchecked = false;
        notice(Notice::Unchecked)->hide();
    }
    if (m_checks)
        m_linter->check(m_editor->shownText(), m_path.isEmpty() ? m_name : m_path);
    emit textSettled();
}

void ScriptPage::noticeFormat()
{
    notice(Notice::Encoding)->setVisible(m_format.encoding == TextFile::Encoding::Latin1);
    const bool shell = shellDialect(m_editor->text().first(qMin(qsizetype(200), m_editor->text().size())), m_name).has_value();
    const bool windows = m_format.lineEnd == TextFile::LineEnd::CrLf && shell;
    notice(Notice::LineEnds)
        ->setText(!m_format.exact ? tr("The line ends of this file are mixed. Saving makes them all alike.")
                                  : tr("This script has Windows line ends, with which a shell on Linux fails."));
    notice(Notice::LineEnds)->setVisible(windows || !m_format.exact);
    noticeLongLines();
}

void ScriptPage::noticeLongLines()
{
    look::NoticeBar *const bar = notice(Notice::LongLines);
    bar->setText(m_editor->longLines()->hasGaps()
                     ? tr("Some lines are very long. They are shown in part and without colours, but saved and run whole.")
                     : tr("Some lines are very long. They are shown without colours."));
    bar->setVisible(m_editor->hasLongLines());
}

void ScriptPage::convert()
{
    m_format.lineEnd = TextFile::LineEnd::Lf;
    m_format.encoding = TextFile::Encoding::Utf8;
    m_format.exact = true;
    m_editor->document()->setModified(true);
}

look::NoticeBar *ScriptPage::notice(Notice which)
{
    look::NoticeBar *&bar = m_notices[int(which)];
    if (!bar) {
        bar = makeNotice(which);
        m_layout->insertWidget(m_layout->indexOf(m_findBar), bar);
    }
    return bar;
}

look::NoticeBar *ScriptPage::makeNotice(Notice which)
{
    look::NoticeBar *bar = nullptr;
    switch (which) {
    case Notice::Changed:
        bar = new look::NoticeBar(u"warning"_s, look::Tone::Warning, this);
        bar->setText(tr("The file has changed on the disk, and you have changed it here."));
        bar->addButton(u"reloadFile"_s, tr("Take the one on the disk"), [this] { reload(); });
        bar->addButton(u"keepMine"_s, tr("Keep mine"), [] { });
        bar->setObjectName(u"changedNotice"_s);
        break;
    case Notice::Gone:
        bar = new look::NoticeBar(u"warning"_s, look::Tone::Warning, this);
        bar->setText(tr("The file is no longer there. Saving writes it again."));
        bar->setObjectName(u"goneNotice"_s);
        break;
    case Notice::Recovered:
        bar = new look::NoticeBar(u"history"_s, look::Tone::Accent, this);
        bar->addButton(u"discardDraft"_s, tr("Discard it"), [this] { m_path.isEmpty() ? m_editor->replaceText({}) : reload(); });
        bar->addButton(u"keepDraft"_s, tr("Keep it"), [] { });
        bar->setObjectName(u"recoveredNotice"_s);
        break;
    case Notice::Encoding:
        bar = new look::NoticeBar(u"info"_s, look::Tone::Accent, this);
        bar->setText(tr("This file is not UTF-8. It is shown as Latin-1, and saved with the same bytes."));
        bar->addButton(u"convertEncoding"_s, tr("Convert to UTF-8"), [this] { convert(); });
        bar->setObjectName(u"encodingNotice"_s);
        break;
    case Notice::LineEnds:
        bar = new look::NoticeBar(u"info"_s, look::Tone::Warning, this);
        bar->addButton(u"convertLineEnds"_s, tr("Convert to Linux line ends"), [this] { convert(); });
        bar->setObjectName(u"lineEndsNotice"_s);
        break;
    case Notice::LongLines:
        bar = new look::NoticeBar(u"info"_s, look::Tone::Muted, this);
        bar->setObjectName(u"longLinesNotice"_s);
        break;
    case Notice::Unchecked:
        bar = new look::NoticeBar(u"info"_s, look::Tone::Muted, this);
        bar->setText(
            tr("This script is too long for ShellCheck, which looks at up to %Ln character(s).", nullptr, int(Linter::longestScript)));
        bar->setObjectName(u"uncheckedNotice"_s);
        break;
    }
    return bar;
}

} // namespace punchcard
