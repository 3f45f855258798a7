// SPDX-License-Identifier: MIT
#include "widgets/run/gallerymodel.h"

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

void GalleryModel::setExamples(const QList<Example> &examples)
{
    m_examples = examples;
    fill();
}

void GalleryModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    fill();
}

void GalleryModel::fill()
{
    beginResetModel();
    m_rows.clear();
    m_rows.reserve(2 * m_examples.size());
    for (qsizetype i = 0; i < m_examples.size(); ++i) {
        if (!isFound(m_examples.at(i)))
            continue;
        const QString heading = headingOf(m_examples.at(i));
        if (m_rows.isEmpty() || m_rows.constLast().heading != heading)
            m_rows.append({.heading = heading});
        m_rows.append({.heading = heading, .example = i});
    }
    endResetModel();
}

QString GalleryModel::headingOf(const Example &example) const
{
    if (example.isOwn)
        return tr("Yours");
    return example.group.isEmpty() ? tr("Others") : example.group;
}

bool GalleryModel::isFound(const Example &example) const
{
    const auto has = [this](const QString &text) { return text.contains(m_filter, Qt::CaseInsensitive); };
    return has(example.title) || has(headingOf(example)) || has(example.file) || has(example.returns) || has(example.needs)
        || has(example.inputs);
}

const Example *GalleryModel::at(const QModelIndex &index) const
{
    const qsizetype example = index.isValid() ? m_rows.at(index.row()).example : -1;
    return example < 0 ? nullptr : &m_examples.at(example);
}

QModelIndex GalleryModel::indexOf(const QString &file) const
{
    const auto isIt = [this, &file](const Row &row) { return row.example >= 0 && m_examples.at(row.example).file == file; };
    const auto found = std::ranges::find_if(m_rows, isIt);
    return found == m_rows.cend() ? QModelIndex() : index(int(found - m_rows.cbegin()));
}

QModelIndex GalleryModel::first() const
{
    // Behind the first heading.
    return index(1);
}

int GalleryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant GalleryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Example *example = at(index);
    if (!example)
        return role == Qt::DisplayRole ? QVariant(m_rows.at(index.row()).heading) : role == HeadingRole ? QVariant(true) : QVariant();
    switch (role) {
    case Qt::DisplayRole: return example->title;
    case Qt::ToolTipRole:
        return example->worksHere ? tr("%1\nIt needs no network: it works on this computer as it is.").arg(example->title) : example->title;
    case RightRole: return example->worksHere ? tr("works here") : QString();
    case IconRole: return example->isOwn ? u"account"_s : example->worksHere ? u"computer"_s : u"globe"_s;
    default: return {};
    }
}

// The keys go past the headings.
Qt::ItemFlags GalleryModel::flags(const QModelIndex &index) const
{
    return at(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

} // namespace punchcard
