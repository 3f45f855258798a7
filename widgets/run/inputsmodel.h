// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/inputs.h"

#include <QAbstractListModel>

#include <optional>

namespace punchcard {

/// The files and folders that travel with the script, with their sizes as soon as they are measured.
class InputsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { SizeRole = Qt::UserRole + 1, ProblemRole };
    using QAbstractListModel::QAbstractListModel;

    void setInputs(const QList<InputSource> &inputs);
    [[nodiscard]] QList<InputSource> inputs() const;
    /// Refused or Missing: it cannot be an input.
    [[nodiscard]] Result<> add(const QString &path);
    void removeAt(int row);
    [[nodiscard]] qint64 totalBytes() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

signals:
    void measured();

private:
    struct Row
    {
        InputSource input;
        std::optional<Result<InputMeasure>> measure;
    };
    void measure(const InputSource &input);

    QList<Row> m_rows;
};

} // namespace punchcard
