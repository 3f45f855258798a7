// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/leftovers.h"

#include <QAbstractTableModel>

#include <vector>

namespace punchcard {

/// What is left on the servers, a row each, and which rows are ticked to be deleted.
class RemnantModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, AccountColumn, JobColumn, Age, What, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole + 1, ///< "repository", "branch", "secret"
        PageRole,                    ///< QUrl
        NeedsWordRole,               ///< it goes only when the user says so
        FailedRole,                  ///< it could not be deleted; What says why
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Nothing is ticked. @p now: ages count up to it.
    void setRemnants(const QList<Remnant> &remnants, Time now);
    /// Ticks what our own notes name, and nothing else.
    void tickRecorded();
    [[nodiscard]] QList<Remnant> ticked() const;
    [[nodiscard]] bool hasRecorded() const;
    /// What became of deleting @p remnant: the row goes, or says why not.
    void settle(const Remnant &remnant, const Result<> &deleted);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void tickedChanged();

private:
    struct Row
    {
        Remnant remnant;
        bool isTicked = false;
        std::optional<Error> failure = {};
    };
    [[nodiscard]] QString text(const Row &row, int column) const;

    std::vector<Row> m_rows;
    Time m_now = {};
};

/// Stable words of `--json`: "repository", "unseen", "running".
[[nodiscard]] QString wordFor(Remnant::Kind kind);
[[nodiscard]] QString wordFor(Remnant::State state);
/// How it stands with it, for people: "still running, perhaps watched by another computer".
[[nodiscard]] QString stateText(const Remnant &remnant);
/// What it is and how it stands, before it is deleted: "octo/kernel-1 (not noted here; idle)".
[[nodiscard]] QString confirmText(const Remnant &remnant);

} // namespace punchcard
