// SPDX-License-Identifier: MIT
#include "widgets/run/secretsmodel.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

void SecretsModel::setSecrets(const QList<SecretSource> &secrets)
{
    beginResetModel();
    m_secrets = secrets;
    endResetModel();
}

void SecretsModel::put(const SecretSource &source)
{
    const auto same = [&source](const SecretSource &other) { return other.name.compare(source.name, Qt::CaseInsensitive) == 0; };
    if (const auto at = std::ranges::find_if(m_secrets, same); at != m_secrets.end()) {
        *at = source;
        const QModelIndex changed = index(int(at - m_secrets.begin()));
        emit dataChanged(changed, changed);
        return;
    }
    beginInsertRows({}, int(m_secrets.size()), int(m_secrets.size()));
    m_secrets.append(source);
    endInsertRows();
}

void SecretsModel::removeAt(int row)
{
    beginRemoveRows({}, row, row);
    m_secrets.removeAt(row);
    endRemoveRows();
}

void SecretsModel::setLacking(const QStringList &names)
{
    m_lacking = names;
    if (!m_secrets.isEmpty())
        emit dataChanged(index(0), index(int(m_secrets.size()) - 1));
}

int SecretsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_secrets.size());
}

QString SecretsModel::where(const SecretSource &source) const
{
    switch (source.from) {
    case SecretSource::From::File: return tr("file %1").arg(QFileInfo(source.where).fileName());
    case SecretSource::From::Set: return tr("set “%1”").arg(source.where);
    case SecretSource::From::Typed: break;
    }
    return m_lacking.contains(source.name) ? tr("has to be entered again") : tr("entered for the next run");
}

QVariant SecretsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SecretSource &source = m_secrets.at(index.row());
    switch (role) {
    case Qt::DisplayRole: return source.name;
    case Qt::ToolTipRole: return source.from == SecretSource::From::File ? QDir::toNativeSeparators(source.where) : where(source);
    case WhereRole: return where(source);
    case ProblemRole: return m_lacking.contains(source.name) ? where(source) : QString();
    default: return {};
    }
}

} // namespace punchcard
