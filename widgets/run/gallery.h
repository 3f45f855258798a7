// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/example.h"

#include <QAbstractListModel>
#include <QDialog>

class QLabel;
class QListView;
class QPlainTextEdit;

namespace punchcard {

namespace look {
class NoticeBar;
class PrimaryButton;
} // namespace look

class GalleryModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { OriginRole = Qt::UserRole + 1, OwnRole };
    using QAbstractListModel::QAbstractListModel;

    void setExamples(const QList<Example> &examples);
    [[nodiscard]] const Example &at(int row) const { return m_examples.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<Example> m_examples;
};

/// Examples and the user's templates, with what each needs and what comes back.
class Gallery : public QDialog
{
    Q_OBJECT

public:
    /// @p templatesFolder: empty: none.
    explicit Gallery(const QString &templatesFolder, QWidget *parent = nullptr);

signals:
    /// To be opened as a new script that has never been saved.
    void chosen(const QString &name, const QByteArray &text);

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void readTemplates(const QString &folder);
    void describe();
    void openChosen();

    GalleryModel *m_model;
    QListView *m_list;
    QLabel *m_title;
    QLabel *m_facts;
    QPlainTextEdit *m_text;
    look::NoticeBar *m_notice;
    look::PrimaryButton *m_open;
};

} // namespace punchcard
