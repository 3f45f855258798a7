// SPDX-License-Identifier: MIT
#include "core/models/remnantmodel.h"

#include "core/models/wording.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct RemnantText
{
    Q_DECLARE_TR_FUNCTIONS(RemnantModel)
};

} // namespace

void RemnantModel::setRemnants(const QList<Remnant> &remnants, Time now)
{
    beginResetModel();
    m_now = now;
    m_rows.clear();
    m_rows.reserve(size_t(remnants.size()));
    for (const Remnant &remnant : remnants)
        m_rows.push_back({.remnant = remnant});
    endResetModel();
    emit tickedChanged();
}

void RemnantModel::tickRecorded()
{
    for (Row &row : m_rows)
        row.isTicked = !row.remnant.needsWord();
    if (!m_rows.empty())
        emit dataChanged(index(0, Name), index(rowCount() - 1, Name), {Qt::CheckStateRole});
    emit tickedChanged();
}

QList<Remnant> RemnantModel::ticked() const
{
    QList<Remnant> list;
    for (const Row &row : m_rows) {
        if (row.isTicked)
            list.append(row.remnant);
    }
    return list;
}

bool RemnantModel::hasRecorded() const
{
    return std::ranges::any_of(m_rows, [](const Row &row) { return !row.remnant.needsWord(); });
}

void RemnantModel::settle(const Remnant &remnant, const Result<> &deleted)
{
    const auto found = std::ranges::find_if(m_rows, [&remnant](const Row &row) {
        return row.remnant.account == remnant.account && row.remnant.name() == remnant.name() && row.remnant.uid == remnant.uid;
    });
    if (found == m_rows.end())
        return;
    const int row = int(found - m_rows.begin());
    if (deleted) {
        beginRemoveRows({}, row, row);
        m_rows.erase(found);
        endRemoveRows();
    } else {
        found->failure = deleted.error();
        found->isTicked = false;
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
    emit tickedChanged();
}

int RemnantModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RemnantModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString RemnantModel::text(const Row &row, int column) const
{
    const Remnant &remnant = row.remnant;
    switch (column) {
    case Name: return remnant.name();
    case AccountColumn: return remnant.accountName;
    case JobColumn:
        return remnant.job ? tr("%1 (%2)", "script, number").arg(remnant.jobName).arg(qint64(*remnant.job)) : tr("not known here");
    case Age: return remnant.since ? ageText(m_now - *remnant.since) : QString();
    case What: break;
    default: return {};
    }
    if (row.failure)
        return row.failure->what;
    return remnant.why.isEmpty() ? stateText(remnant) : tr("%1. %2", "state, reason").arg(stateText(remnant), remnant.why);
}

QVariant RemnantModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole: return row.failure && index.column() == What ? row.failure->sentence() : text(row, index.column());
    case Qt::CheckStateRole: return index.column() == Name ? QVariant(row.isTicked ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Name ? tr("%1, %2", "name, state").arg(text(row, Name), text(row, What)) : text(row, index.column());
    case KindRole: return wordFor(row.remnant.kind);
    case PageRole: return row.failure && !row.failure->page.isEmpty() ? row.failure->page : row.remnant.page;
    case NeedsWordRole: return row.remnant.needsWord();
    case FailedRole: return row.failure.has_value();
    default: return {};
    }
}

bool RemnantModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || role != Qt::CheckStateRole || index.column() != Name)
        return false;
    m_rows[size_t(index.row())].isTicked = value.toInt() == Qt::Checked;
    emit dataChanged(index, index, {Qt::CheckStateRole});
    emit tickedChanged();
    return true;
}

Qt::ItemFlags RemnantModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Name ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant RemnantModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case AccountColumn: return tr("Account");
    case JobColumn: return tr("Job");
    case Age: return tr("Age");
    case What: return tr("Why");
    default: return {};
    }
}

QString wordFor(Remnant::Kind kind)
{
    switch (kind) {
    case Remnant::Kind::Repository: return u"repository"_s;
    case Remnant::Kind::Branch: return u"branch"_s;
    case Remnant::Kind::Secret: return u"secret"_s;
    }
    return {};
}

QString wordFor(Remnant::State state)
{
    switch (state) {
    case Remnant::State::Unseen: return u"unseen"_s;
    case Remnant::State::Idle: return u"idle"_s;
    case Remnant::State::Running: return u"running"_s;
    case Remnant::State::Kept: return u"kept"_s;
    case Remnant::State::Gone: return u"gone"_s;
    case Remnant::State::Changed: return u"changed"_s;
    }
    return {};
}

QString stateText(const Remnant &remnant)
{
    switch (remnant.state) {
    case Remnant::State::Unseen: return RemnantText::tr("Could not be looked at");
    case Remnant::State::Idle: return remnant.isRecorded ? RemnantText::tr("Left over") : RemnantText::tr("Not noted here");
    case Remnant::State::Running: return RemnantText::tr("Still running, perhaps watched by another computer");
    case Remnant::State::Kept: return RemnantText::tr("Kept on purpose");
    case Remnant::State::Gone: return RemnantText::tr("Not there any more");
    case Remnant::State::Changed: return RemnantText::tr("Renamed, or another of its name");
    }
    return {};
}

QString confirmText(const Remnant &remnant)
{
    if (!remnant.needsWord())
        return remnant.name();
    return RemnantText::tr("%1 – %2", "name, state").arg(remnant.name(), stateText(remnant));
}

} // namespace punchcard
