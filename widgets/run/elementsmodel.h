// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QAbstractListModel>

namespace punchcard {

/// The inputs of a job, each with a mark whether it is an element of the array or there for all elements.
class ElementsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setInputs(const QList<InputSource> &inputs, const QStringList &elements);
    [[nodiscard]] QList<InputSource> inputs() const;
    /// Names of those that are marked.
    [[nodiscard]] QStringList elements() const;
    /// A marked one more. Refused or Missing: it cannot be an input.
    [[nodiscard]] Result<> add(const QString &path);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        InputSource input;
        bool isElement = true;
    };
    QList<Row> m_rows;
};

} // namespace punchcard
