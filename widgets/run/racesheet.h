// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/jobs/race.h"

#include <QAbstractListModel>
#include <QDialog>

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace punchcard {

namespace look {
class NoticeBar;
}

/// Runners that a script can race on, and whether each does.
class RacersModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { AboutRole = Qt::UserRole + 1 };
    using QAbstractListModel::QAbstractListModel;

    /// Adds @p racer unless it is there, and checks it if @p checked. Gives its row.
    int add(const Racer &racer, const QString &about, bool checked);
    [[nodiscard]] QList<Racer> chosen() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        Racer racer;
        QString about;
        bool isChosen;
    };
    QList<Row> m_rows;
};

/// On which runners a script is to race: two or more of those that are known, or others that are typed.
class RaceSheet : public QDialog
{
    Q_OBJECT

public:
    /// @p chosen come first and take part.
    RaceSheet(const QString &script, const Account &account, const QList<Racer> &chosen, const QList<RunnerSuggestion> &suggestions,
              QWidget *parent = nullptr);

    [[nodiscard]] QList<Racer> racers() const { return m_model->chosen(); }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build(const QString &script, const Account &account);
    void addTyped();
    void tell();

    RacersModel *m_model;
    QListView *m_list;
    QLineEdit *m_typed;
    QPushButton *m_add;
    QLabel *m_count;
    QPushButton *m_start;
    look::NoticeBar *m_notice;
};

} // namespace punchcard
