// SPDX-License-Identifier: MIT
#include "widgets/accounts/leftoversdialog.h"

#include "core/models/remnantmodel.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/prompts.h"
#include "widgets/look/rowdelegate.h"
#include "widgets/look/tones.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

/// The kind's icon before the name.
class RemnantDelegate : public look::RowDelegate
{
public:
    using look::RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        look::RowDelegate::initStyleOption(option, index);
        if (index.column() == RemnantModel::What && index.data(RemnantModel::FailedRole).toBool())
            option->palette.setColor(QPalette::Text, look::colour(look::Tone::Failure, option->palette));
        if (index.column() != RemnantModel::Name)
            return;
        const QString kind = index.data(RemnantModel::KindRole).toString();
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = look::icon(kind == "secret"_L1 ? u"key"_s : kind == "branch"_L1 ? u"link"_s : u"folder"_s);
        option->decorationSize = QSize(look::iconSize, look::iconSize);
        option->textElideMode = Qt::ElideMiddle;
    }
};

} // namespace

LeftOversDialog::LeftOversDialog(Desk &desk, look::Prompts &prompts, QWidget *parent)
    : QDialog(parent)
    , m_desk(desk)
    , m_prompts(prompts)
    , m_model(new RemnantModel(this))
    , m_table(new QTreeView(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new look::EmptyState(this))
    , m_notice(new look::NoticeBar(this))
    , m_progress(new QLabel(this))
    , m_again(new QPushButton(look::icon(u"rerun"_s), tr("Look a&gain"), this))
    , m_tick(new QPushButton(look::icon(u"check"_s), tr("&Tick what was noted here"), this))
    , m_page(new QPushButton(look::icon(u"external"_s), tr("&Open page"), this))
    , m_delete(new QPushButton(look::icon(u"trash"_s), tr("&Delete ticked…"), this))
{
    setObjectName(u"leftOversDialog"_s);
    setWindowTitle(tr("Left on the server"));
    build();
    search();
}

LeftOversDialog::~LeftOversDialog()
{
    m_cancel->request();
}

void LeftOversDialog::build()
{
    makeTable();
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    m_progress->setObjectName(u"leftOversProgress"_s);
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->setWordWrap(true);
    m_progress->setForegroundRole(QPalette::PlaceholderText);
    m_again->setObjectName(u"lookAgain"_s);
    m_tick->setObjectName(u"tickRecorded"_s);
    m_page->setObjectName(u"openRemnantPage"_s);
    m_delete->setObjectName(u"deleteRemnants"_s);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(look::gap);
    for (QPushButton *button : {m_again, m_tick, m_page, m_delete}) {
        button->setAutoDefault(false);
        if (button == m_delete)
            buttons->addStretch(1);
        buttons->addWidget(button);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    column->addWidget(m_progress);
    column->addLayout(buttons);
    look::fitScreen(this, {880, 460});
    connect(m_again, &QPushButton::clicked, this, &LeftOversDialog::search);
    connect(m_tick, &QPushButton::clicked, m_model, &RemnantModel::tickRecorded);
    connect(m_page, &QPushButton::clicked, this, &LeftOversDialog::openPage);
    connect(m_delete, &QPushButton::clicked, this, &LeftOversDialog::askAndDelete);
    connect(m_model, &RemnantModel::tickedChanged, this, &LeftOversDialog::updateButtons);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &LeftOversDialog::updateButtons);
}

void LeftOversDialog::makeTable()
{
    m_table->setObjectName(u"remnants"_s);
    m_table->setAccessibleName(tr("What is left on the servers"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new RemnantDelegate(m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    QHeaderView *header = m_table->header();
    header->setStretchLastSection(true);
    header->resizeSection(RemnantModel::Name, 300);
    header->resizeSection(RemnantModel::AccountColumn, 90);
    header->resizeSection(RemnantModel::JobColumn, 110);
    header->resizeSection(RemnantModel::Age, 50);
    connect(m_table, &QTreeView::activated, this, &LeftOversDialog::openPage);
}

void LeftOversDialog::search()
{
    m_isBusy = true;
    m_notice->hide();
    m_progress->setText(tr("Asking the servers…"));
    m_model->setRemnants({}, {});
    m_empty->say(u"search"_s, tr("Looking…"), tr("Every account is asked for what Punchcard made there."));
    m_pages->setCurrentWidget(m_empty);
    updateButtons();
    const QPointer<LeftOversDialog> self(this);
    const Context context{.cancel = m_cancel, .progress = [self](const Progress &progress) {
                              if (self && progress.done < progress.total)
                                  self->m_progress->setText(tr("Asking server %1 of %2…").arg(progress.done + 1).arg(progress.total));
                          }};
    QCoro::connect(findLeftOvers(m_desk.sessions(), m_desk.sharedStore(), {}, context), this,
                   [this](const Result<LeftOvers> &found) { showFound(found); });
}

void LeftOversDialog::showFound(const Result<LeftOvers> &found)
{
    m_isBusy = false;
    m_isWhole = found && found->unseen.isEmpty();
    if (found) {
        m_model->setRemnants(found->remnants, Clock::system().now());
        tellUnseen(found->unseen);
    } else {
        m_notice->showError(found.error());
    }
    if (m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    choosePage();
    updateButtons();
}

void LeftOversDialog::tellUnseen(const QList<LeftOvers::Unseen> &unseen)
{
    if (unseen.isEmpty())
        return;
    QStringList lines;
    for (const LeftOvers::Unseen &one : unseen)
        lines.append(tr("%1: %2", "account, error").arg(one.accountName, one.error.what));
    lines.removeDuplicates();
    m_notice->tell(tr("Not everything could be looked at."), lines.join(u'\n'), unseen.first().error.page);
    m_notice->show();
}

void LeftOversDialog::choosePage()
{
    if (m_model->rowCount() > 0) {
        m_pages->setCurrentWidget(m_table);
        return;
    }
    if (m_isWhole)
        m_empty->say(u"check"_s, tr("Nothing is left over."), tr("No server has anything of Punchcard's that nobody needs."));
    else
        m_empty->say(u"warning"_s, tr("Nothing was found."), tr("What could not be looked at may have something left."));
    m_pages->setCurrentWidget(m_empty);
}

void LeftOversDialog::updateButtons()
{
    const qsizetype ticked = m_model->ticked().size();
    m_again->setEnabled(!m_isBusy);
    m_tick->setEnabled(!m_isBusy && m_model->hasRecorded());
    m_page->setEnabled(m_table->currentIndex().isValid() && !m_table->currentIndex().data(RemnantModel::PageRole).toUrl().isEmpty());
    m_delete->setEnabled(!m_isBusy && ticked > 0);
    m_table->setEnabled(!m_isBusy);
    // What is too long for its column.
    if (!m_isBusy)
        m_progress->setText(m_table->currentIndex().siblingAtColumn(RemnantModel::What).data(Qt::ToolTipRole).toString());
}

void LeftOversDialog::openPage()
{
    const QUrl page = m_table->currentIndex().data(RemnantModel::PageRole).toUrl();
    if (!page.isEmpty())
        QDesktopServices::openUrl(page);
}

void LeftOversDialog::askAndDelete()
{
    const QList<Remnant> ticked = m_model->ticked();
    QStringList names;
    for (const Remnant &remnant : ticked)
        names.append(confirmText(remnant));
    const bool isWordNeeded = std::ranges::any_of(ticked, &Remnant::needsWord);
    const QString explanation = isWordNeeded
        ? tr("%1\n\nWhat has a dash behind its name may still be needed, also by another computer. Deleted is deleted for good.")
        : tr("%1\n\nDeleted is deleted for good.");
    const look::Question question{.text = tr("Delete %n thing(s) from the server?", nullptr, int(ticked.size())),
                                  .explanation = explanation.arg(names.join(u'\n')),
                                  .yes = tr("Delete"),
                                  .dangerous = true};
    if (ticked.isEmpty() || !m_prompts.confirm(this, question))
        return;
    m_doomed = ticked;
    m_isBusy = true;
    m_notice->hide();
    deleteNext();
}

void LeftOversDialog::deleteNext()
{
    if (m_doomed.isEmpty()) {
        m_isBusy = false;
        choosePage();
        updateButtons();
        emit removed();
        return;
    }
    const Remnant remnant = m_doomed.takeFirst();
    m_progress->setText(tr("Deleting %1…").arg(remnant.name()));
    updateButtons();
    const Context context{.cancel = m_cancel};
    QCoro::connect(removeRemnant(m_desk.sessions(), m_desk.sharedStore(), remnant, true, context), this,
                   [this, remnant](const Result<> &deleted) {
                       m_model->settle(remnant, deleted);
                       if (!deleted)
                           m_notice->showError(deleted.error());
                       deleteNext();
                   });
}

} // namespace punchcard
