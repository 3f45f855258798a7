// SPDX-License-Identifier: MIT
#include "widgets/run/racesheet.h"

#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/tones.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

/// The runner with its box on the left, what stands behind it on the right, quieter.
class RacerDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {0, std::max(look::rowHeight, option.fontMetrics.height() + look::gap)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QString about = index.data(RacersModel::AboutRole).toString();
        const int aboutWidth = option.fontMetrics.horizontalAdvance(about);
        QStyledItemDelegate::paint(painter, option, index);
        const QString name = index.data().toString();
        const int left = option.rect.left() + 2 * look::wideGap + option.fontMetrics.horizontalAdvance(name) + look::wideGap;
        const QRect room(left, option.rect.top(), option.rect.right() - look::gap - left, option.rect.height());
        const bool chosen = option.state & QStyle::State_Selected;
        painter->save();
        painter->setFont(option.font);
        painter->setPen(option.palette.color(QPalette::Text));
        if (!chosen || !look::isHighContrast(option.palette))
            painter->setPen(look::colour(look::Tone::Muted, option.palette));
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight,
                          aboutWidth <= room.width() ? about : option.fontMetrics.elidedText(about, Qt::ElideRight, room.width()));
        painter->restore();
    }
};

bool isSame(const Racer &one, const Racer &other)
{
    return textOf(one).compare(textOf(other), Qt::CaseInsensitive) == 0;
}

} // namespace

int RacersModel::add(const Racer &racer, const QString &about, bool checked)
{
    const auto known = std::ranges::find_if(m_rows, [&racer](const Row &row) { return isSame(row.racer, racer); });
    if (known != m_rows.end()) {
        const int row = int(known - m_rows.begin());
        if (known->about.isEmpty())
            known->about = about;
        if (checked)
            setData(index(row), Qt::Checked, Qt::CheckStateRole);
        return row;
    }
    const int row = int(m_rows.size());
    beginInsertRows({}, row, row);
    m_rows.append({.racer = racer, .about = about, .isChosen = checked});
    endInsertRows();
    return row;
}

QList<Racer> RacersModel::chosen() const
{
    QList<Racer> racers;
    for (const Row &row : m_rows) {
        if (row.isChosen)
            racers.append(row.racer);
    }
    return racers;
}

int RacersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant RacersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return row.racer.account == thisComputerId() ? thisComputer().name : textOf(row.racer);
    case Qt::CheckStateRole: return row.isChosen ? Qt::Checked : Qt::Unchecked;
    case Qt::AccessibleDescriptionRole:
    case AboutRole: return row.about;
    default: return {};
    }
}

bool RacersModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole)
        return false;
    m_rows[index.row()].isChosen = value.toInt() == Qt::Checked;
    emit dataChanged(index, index, {Qt::CheckStateRole});
    return true;
}

Qt::ItemFlags RacersModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsUserCheckable : flags;
}

RaceSheet::RaceSheet(const QString &script, const Account &account, const QList<Racer> &chosen, const QList<RunnerSuggestion> &suggestions,
                     QWidget *parent)
    : QDialog(parent)
    , m_model(new RacersModel(this))
    , m_list(new QListView(this))
    , m_typed(new QLineEdit(this))
    , m_add(new QPushButton(look::icon(u"add"_s), tr("&Add"), this))
    , m_count(new QLabel(this))
    , m_start(new look::PrimaryButton(u"race"_s, tr("Start race"), this))
    , m_notice(new look::NoticeBar(this))
{
    setObjectName(u"raceSheet"_s);
    setWindowTitle(tr("Race"));
    setWindowModality(Qt::WindowModal);
    for (const Racer &racer : chosen)
        m_model->add(racer, {}, true);
    for (const RunnerSuggestion &suggestion : suggestions)
        m_model->add({.account = {}, .runner = {.labels = {suggestion.label}}}, suggestion.about, false);
    if (!account.isThisComputer())
        m_model->add(racerFromText(u"local"_s), tr("here, for comparison"), false);
    m_list->setModel(m_model);
    build(script, account);
    tell();
}

void RaceSheet::build(const QString &script, const Account &account)
{
    m_list->setObjectName(u"racersList"_s);
    m_list->setAccessibleName(tr("Runners"));
    m_list->setItemDelegate(new RacerDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    if (m_model->rowCount() > 0)
        m_list->setCurrentIndex(m_model->index(0));
    m_typed->setObjectName(u"racerField"_s);
    m_typed->setAccessibleName(tr("Another runner"));
    m_typed->setPlaceholderText(tr("Another one: labels between commas, or group:NAME"));
    m_add->setObjectName(u"addRacer"_s);
    m_add->setAutoDefault(false);
    m_start->setObjectName(u"startRace"_s);
    m_start->setDefault(true);
    m_count->setObjectName(u"racersCount"_s);
    m_count->setForegroundRole(QPalette::PlaceholderText);
    auto *head = new QLabel(tr("“%1” runs on each of these at once. Choose two or more.").arg(script), this);
    head->setWordWrap(true);
    m_notice->hide();
    if (account.isThisComputer())
        m_notice->showNote(
            tr("On this computer all racers share one machine, and slow one another down. Choose an account above the script "
               "to race on others."));
    auto *typing = new QHBoxLayout;
    typing->setSpacing(look::gap);
    typing->addWidget(m_typed, 1);
    typing->addWidget(m_add);
    auto *row = new QHBoxLayout;
    row->setSpacing(look::gap);
    row->addWidget(m_count, 1);
    row->addWidget(m_start);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addWidget(m_notice);
    column->addWidget(head);
    column->addWidget(m_list, 1);
    column->addLayout(typing);
    column->addLayout(row);
    look::fitScreen(this, {520, 480});
    m_list->setFocus();

    const auto judge = [this] { m_add->setEnabled(!m_typed->text().trimmed().isEmpty()); };
    connect(m_typed, &QLineEdit::textChanged, this, judge);
    judge();
    m_typed->installEventFilter(this);
    connect(m_add, &QPushButton::clicked, this, &RaceSheet::addTyped);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &RaceSheet::tell);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &RaceSheet::tell);
    connect(m_start, &QPushButton::clicked, this, &QDialog::accept);
}

// Enter adds what is typed; only where nothing is it starts the race.
bool RaceSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_typed && event->type() == QEvent::KeyPress && !m_typed->text().isEmpty()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            addTyped();
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void RaceSheet::addTyped()
{
    const Racer racer = racerFromText(m_typed->text());
    if (racer.runner.labels.isEmpty() && racer.runner.group.isEmpty())
        return;
    const int row = m_model->add(racer, {}, true);
    m_list->setCurrentIndex(m_model->index(row));
    m_list->scrollTo(m_model->index(row));
    m_typed->clear();
}

void RaceSheet::tell()
{
    const int count = int(m_model->chosen().size());
    m_start->setEnabled(count >= 2);
    m_count->setText(count < 2 ? tr("Two runners at least make a race.")
                               : tr("%n job(s), each with its own log and results", nullptr, count));
}

} // namespace punchcard
