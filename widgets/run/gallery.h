// SPDX-License-Identifier: MIT
#pragma once

#include "core/script/example.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListView;
class QPlainTextEdit;
class QScrollArea;

namespace punchcard {

namespace look {
class NoticeBar;
class PrimaryButton;
} // namespace look
class GalleryModel;

/// Examples and the user's templates, with what each needs and what comes back.
class Gallery : public QDialog
{
    Q_OBJECT

public:
    /// @p templatesFolder: empty: none.
    explicit Gallery(const QString &templatesFolder, QWidget *parent = nullptr);

signals:
    /// To be opened as a new script that has never been saved, and to be given what it asks for.
    void chosen(const punchcard::Example &example);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    QWidget *makeList();
    void readTemplates(const QString &folder);
    void find(const QString &text);
    /// Stays at @p file when it is still there.
    void choose(const QString &file);
    void describe();
    /// As high as the facts are, where there is room.
    void fitFacts();
    void openChosen();

    GalleryModel *m_model;
    QLineEdit *m_find;
    QListView *m_list;
    QLabel *m_title;
    QLabel *m_facts;
    QScrollArea *m_factsRoom;
    QPlainTextEdit *m_text;
    look::NoticeBar *m_notice;
    look::PrimaryButton *m_open;
};

} // namespace punchcard
