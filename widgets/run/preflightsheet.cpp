// SPDX-License-Identifier: MIT
#include "widgets/run/preflightsheet.h"

#include "core/models/wording.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/picture.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/tones.h"
#include "widgets/run/plainlist.h"
#include "widgets/run/preflightfiles.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PreflightSheet)
};

constexpr int mostShown = 12;
constexpr int sheetWidth = 600;
constexpr int mostHeight = 680;
constexpr int allFilesHeight = 240;

QLabel *wrapped(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QString termsText()
{
    return Text::tr("GitHub's terms tie its hosted runners to the software project of the repository that they run in "
                    "(<a href=\"%1\">the terms</a>). For other work there are self-hosted runners, Enterprise Server and "
                    "“This computer”.")
        .arg(runnerTermsPage().toString());
}

} // namespace

QString lintText(const LintCount &count)
{
    QStringList parts;
    if (count.errors > 0)
        parts.append(Text::tr("%n error(s)", nullptr, count.errors));
    if (count.warnings > 0)
        parts.append(Text::tr("%n warning(s)", nullptr, count.warnings));
    if (count.notes > 0)
        parts.append(Text::tr("%n note(s)", nullptr, count.notes));
    return parts.isEmpty() ? Text::tr("ShellCheck finds nothing wrong.")
                           : Text::tr("ShellCheck found: %1.").arg(parts.join(Text::tr(", ")));
}

PreflightSheet::PreflightSheet(const Preflight &told, const ScriptInFront &script, const QString &accountName, QWidget *parent)
    : QDialog(parent)
    , m_run(new look::PrimaryButton(u"run"_s, tr("Run"), this))
{
    setObjectName(u"preflightSheet"_s);
    setWindowTitle(tr("Before %1 runs").arg(script.name));
    setWindowModality(Qt::WindowModal);
    auto *title = new QLabel(tr("Run %1 on %2?").arg(script.name, accountName), this);
    title->setObjectName(u"preflightTitle"_s);
    title->setTextFormat(Qt::PlainText);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setBold(true);
    title->setFont(large);
    title->setWordWrap(true);
    auto *promise = new QLabel(tr("Nothing has left this computer yet."), this);
    promise->setForegroundRole(QPalette::PlaceholderText);

    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(tr("What Run will do"));
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    QWidget *inside = body(told);
    showLint(script);
    area->setWidget(inside);
    inside->setAutoFillBackground(false);

    auto *back = new QPushButton(tr("Back to the script"), this);
    back->setObjectName(u"preflightBack"_s);
    back->setAutoDefault(false);
    m_run->setObjectName(u"preflightRun"_s);
    m_run->setDefault(true);
    m_run->setEnabled(!told.problem);
    auto *row = new QHBoxLayout;
    row->setSpacing(look::gap);
    row->addStretch(1);
    row->addWidget(back);
    row->addWidget(m_run);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap + look::gap, look::wideGap + look::gap, look::wideGap + look::gap, look::wideGap);
    column->setSpacing(look::halfGap);
    column->addWidget(title);
    column->addWidget(promise);
    column->addSpacing(look::gap);
    column->addWidget(area, 1);
    column->addSpacing(look::gap);
    column->addLayout(row);
    // As high as what it says, as long as that is not too much.
    const int around = sizeHint().height() - area->sizeHint().height();
    look::fitScreen(this, {sheetWidth, std::min(mostHeight, inside->heightForWidth(sheetWidth - 4 * look::wideGap) + around)});
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_run, &QPushButton::clicked, this, &QDialog::accept);
    (told.problem ? back : m_run)->setFocus();
}

QWidget *PreflightSheet::body(const Preflight &told)
{
    auto *inside = new QWidget(this);
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, look::gap, 0);
    column->setSpacing(look::wideGap);
    if (told.problem) {
        m_problem = new look::NoticeBar(inside);
        m_problem->setObjectName(u"preflightProblem"_s);
        m_problem->showError(*told.problem);
        column->addWidget(m_problem);
    }
    const auto warn = [inside, column](const QString &name, const std::optional<Error> &error) {
        if (!error)
            return;
        auto *notice = new look::NoticeBar(u"warning"_s, look::Tone::Warning, inside);
        notice->setObjectName(name);
        notice->tell(error->what, error->remedy, {});
        notice->show();
        column->addWidget(notice);
    };
    warn(u"preflightDanger"_s, told.danger);
    warn(u"preflightLoss"_s, told.loss);
    column->addWidget(files(told));
    column->addWidget(section(u"eye"_s, tr("Who can see it"), {told.visibleTo}));
    column->addWidget(section(u"shield"_s, tr("What the job may do"), told.rights));
    if (!told.secrets.isEmpty())
        column->addWidget(section(u"key"_s, tr("Secrets"), {told.secrets.join(tr(", "))}));
    column->addWidget(section(u"add"_s, tr("What is created"), told.created));
    column->addWidget(section(u"trash"_s, tr("What is deleted at the end"), told.removed));
    m_hasNotes = !told.notes.isEmpty();
    m_checks = section(u"check"_s, tr("The script"), QStringList{QString()} + told.notes);
    m_lint = m_checks->findChildren<QLabel *>().at(1); // after the heading
    m_lint->setObjectName(u"preflightLint"_s);
    column->addWidget(m_checks);
    if (told.isBoundByTerms)
        column->addWidget(termsSection());
    column->addStretch(1);
    return inside;
}

void PreflightSheet::offerHousing(std::function<void(Housing housing, bool deletes)> house)
{
    if (!m_problem)
        return;
    m_problem->addButton(
        u"useStanding"_s, tr("Use the &standing repository"), [house] { house(Housing::Standing, true); }, look::NoticeBar::Press::Stays);
    m_problem->addButton(
        u"keepRepositories"_s, tr("&Keep the repository"), [house] { house(Housing::Repository, false); }, look::NoticeBar::Press::Stays);
}

void PreflightSheet::showLint(const ScriptInFront &script)
{
    m_lint->setText(script.lint ? lintText(*script.lint) : script.isLintComing ? tr("ShellCheck is looking…") : QString());
    m_lint->setVisible(!m_lint->text().isEmpty());
    m_checks->setVisible(m_hasNotes || !m_lint->text().isEmpty());
}

QWidget *PreflightSheet::section(const QString &icon, const QString &title, const QStringList &sentences)
{
    auto *box = new QWidget(this);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(look::gap + look::halfGap);
    grid->setVerticalSpacing(look::halfGap);
    grid->setColumnStretch(1, 1);
    auto *picture = new look::Picture(icon, std::nullopt, look::iconSize, box);
    auto *heading = new QLabel(title, box);
    QFont bold = heading->font();
    bold.setWeight(QFont::DemiBold);
    heading->setFont(bold);
    grid->addWidget(picture, 0, 0, Qt::AlignVCenter);
    grid->addWidget(heading, 0, 1);
    int row = 1;
    for (const QString &sentence : sentences)
        grid->addWidget(wrapped(sentence, box), row++, 1);
    return box;
}

QWidget *PreflightSheet::termsSection()
{
    QWidget *box = section(u"info"_s, tr("What GitHub's runners are for"), {termsText()});
    QLabel *text = box->findChildren<QLabel *>().at(1); // after the heading
    text->setTextFormat(Qt::RichText);
    text->setTextInteractionFlags(Qt::TextBrowserInteraction);
    text->setOpenExternalLinks(true);
    return box;
}

QWidget *PreflightSheet::files(const Preflight &told)
{
    QWidget *box = section(u"upload"_s, tr("What is sent: %n file(s), %1", nullptr, told.fileCount).arg(sizeText(told.bytes)), {});
    auto *grid = qobject_cast<QGridLayout *>(box->layout());
    auto *list = new QWidget(box);
    list->setObjectName(u"preflightFiles"_s);
    auto *lines = new QGridLayout(list);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setVerticalSpacing(2);
    lines->setColumnStretch(0, 1);
    int row = 0;
    for (const Preflight::File &file : told.files.first(std::min<qsizetype>(told.files.size(), mostShown))) {
        auto *name = new QLabel(fontMetrics().elidedText(file.name, Qt::ElideMiddle, 400), list);
        name->setTextFormat(Qt::PlainText);
        name->setToolTip(file.name);
        auto *size = new QLabel(sizeText(file.size), list);
        size->setForegroundRole(QPalette::PlaceholderText);
        lines->addWidget(name, row, 0);
        lines->addWidget(size, row++, 1, Qt::AlignRight);
    }
    grid->addWidget(list, 1, 1);
    if (told.fileCount > row) {
        auto *all = new QPushButton(tr("Show all %n file(s)", nullptr, told.fileCount), box);
        all->setObjectName(u"preflightShowAll"_s);
        all->setAutoDefault(false);
        grid->addWidget(all, 2, 1, Qt::AlignLeft);
        connect(all, &QPushButton::clicked, this, [this, told, grid, list, all] {
            list->hide();
            all->hide();
            grid->addWidget(allFiles(told), 3, 1);
        });
    }
    return box;
}

// In a list of its own: a folder may have thousands.
QWidget *PreflightSheet::allFiles(const Preflight &told)
{
    auto *view = new PlainList(QString(), this);
    view->setObjectName(u"preflightAllFiles"_s);
    view->setAccessibleName(tr("All that is sent"));
    view->setModel(new PreflightFiles(told, view));
    view->setItemDelegate(new TwoTextsDelegate(PreflightFiles::SizeRole, 0, [](const QModelIndex &) { return u"file"_s; }, view));
    view->setTextElideMode(Qt::ElideMiddle);
    view->setUniformItemSizes(true);
    view->setFixedHeight(allFilesHeight);
    view->setFocus();
    return view;
}

void PreflightSheet::keyPressEvent(QKeyEvent *event)
{
    const bool runs = (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_run->isEnabled();
    // Also when something else has the focus, but not through a button that says "back".
    if (runs && !qobject_cast<QPushButton *>(focusWidget()))
        accept();
    else
        QDialog::keyPressEvent(event);
}

} // namespace punchcard
