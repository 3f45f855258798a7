// SPDX-License-Identifier: MIT
#include "widgets/run/inputsmodel.h"

#include "core/base/onpool.h"
#include "core/models/wording.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace punchcard {

namespace {

QString measureText(const InputMeasure &measure)
{
    const QString size = sizeText(measure.bytes);
    const QString files = measure.files == 1 ? size : InputsModel::tr("%n file(s), %1", nullptr, measure.files).arg(size);
    return measure.leftOut == 0 ? files : InputsModel::tr("%1; %n left out", nullptr, measure.leftOut).arg(files);
}

} // namespace

void InputsModel::setInputs(const QList<InputSource> &inputs)
{
    beginResetModel();
    m_rows.clear();
    for (const InputSource &input : inputs)
        m_rows.append({.input = input, .measure = {}});
    endResetModel();
    for (const InputSource &input : inputs)
        measure(input);
}

QList<InputSource> InputsModel::inputs() const
{
    QList<InputSource> list;
    for (const Row &row : m_rows)
        list.append(row.input);
    return list;
}

Result<> InputsModel::add(const QString &path)
{
    const Result<QList<InputSource>> with = withInput(inputs(), path);
    if (!with)
        return with.error();
    if (with->size() == m_rows.size())
        return {};
    beginInsertRows({}, int(m_rows.size()), int(m_rows.size()));
    m_rows.append({.input = with->last(), .measure = {}});
    endInsertRows();
    measure(with->last());
    return {};
}

void InputsModel::removeAt(int row)
{
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    endRemoveRows();
    emit measured();
}

qint64 InputsModel::totalBytes() const
{
    qint64 bytes = 0;
    for (const Row &row : m_rows)
        bytes += row.measure && *row.measure ? (*row.measure)->bytes : 0;
    return bytes;
}

void InputsModel::measure(const InputSource &input)
{
    const Context context;
    QCoro::connect(onPool(context, [input] { return measureInput(input); }), this, [this, input](const Result<InputMeasure> &measure) {
        const auto at = std::ranges::find(m_rows, input, &Row::input);
        if (at == m_rows.end())
            return;
        at->measure = measure;
        const QModelIndex changed = index(int(at - m_rows.begin()));
        emit dataChanged(changed, changed);
        emit measured();
    });
}

int InputsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant InputsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows.at(index.row());
    const bool isWrong = row.measure && !*row.measure;
    switch (role) {
    case Qt::DisplayRole: return QFileInfo(row.input.path).isDir() ? row.input.name + u'/' : row.input.name;
    case Qt::ToolTipRole: return isWrong ? row.measure->error().sentence() : QDir::toNativeSeparators(row.input.path);
    case ProblemRole: return isWrong ? row.measure->error().sentence() : QString();
    case SizeRole:
        if (!row.measure)
            return tr("measuring…");
        if (isWrong)
            return tr("cannot be sent");
        return measureText(**row.measure);
    default: return {};
    }
}

} // namespace punchcard
