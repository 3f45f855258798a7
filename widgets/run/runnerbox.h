// SPDX-License-Identifier: MIT
#pragma once

#include "core/runners/runnerchoice.h"

#include <QAbstractListModel>
#include <QComboBox>

namespace punchcard {

/// Labels that are offered, with what stands behind each.
class SuggestedRunners : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { AboutRole = Qt::UserRole + 1, HostedRole };
    using QAbstractListModel::QAbstractListModel;

    void setSuggestions(const QList<RunnerSuggestion> &suggestions);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<RunnerSuggestion> m_suggestions;
};

/// Which machine: any text, several labels between commas, a group as `group:NAME`; labels are completed with their sizes.
class RunnerBox : public QComboBox
{
    Q_OBJECT

public:
    explicit RunnerBox(QWidget *parent = nullptr);

    void setSuggestions(const QList<RunnerSuggestion> &suggestions);
    [[nodiscard]] RunnerChoice choice() const;
    void setChoice(const RunnerChoice &choice);
    /// On this computer there is nothing to choose; what was chosen stays for another account.
    void setApplies(bool applies);

signals:
    void choiceChanged();

protected:
    void wheelEvent(QWheelEvent *event) override;

private:
    void describe();

    SuggestedRunners *m_model;
    RunnerChoice m_choice;
    bool m_applies = true;
};

} // namespace punchcard
