// SPDX-License-Identifier: MIT
#pragma once

#include "core/script/example.h"

#include <QAbstractListModel>

namespace punchcard {

/// Examples below the headings of their groups, the user's own last; as many of them as have a text in them.
class GalleryModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { RightRole = Qt::UserRole + 1, HeadingRole, IconRole };
    using QAbstractListModel::QAbstractListModel;

    void setExamples(const QList<Example> &examples);
    /// What stands in the title, the group, the header or the name; empty: all.
    void setFilter(const QString &text);
    /// nullptr: a heading, or none.
    [[nodiscard]] const Example *at(const QModelIndex &index) const;
    /// Invalid: it is not shown.
    [[nodiscard]] QModelIndex indexOf(const QString &file) const;
    /// Of the first example; invalid: none is shown.
    [[nodiscard]] QModelIndex first() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        QString heading;
        qsizetype example = -1; ///< -1: a heading
    };
    void fill();
    [[nodiscard]] QString headingOf(const Example &example) const;
    [[nodiscard]] bool isFound(const Example &example) const;

    QList<Example> m_examples;
    QString m_filter;
    QList<Row> m_rows;
};

} // namespace punchcard
