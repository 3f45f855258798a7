// SPDX-License-Identifier: MIT
#include "widgets/run/arraysheet.h"

#include "core/base/onpool.h"
#include "core/job/array.h"
#include "core/script/parameterfile.h"
#include "core/workflow/jobcheck.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/prompts.h"
#include "widgets/run/elementsmodel.h"
#include "widgets/run/plainlist.h"
#include "widgets/run/tablemodel.h"

#include <QCheckBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

/// What belongs to the choice above it.
QWidget *partBelow(QVBoxLayout &column, QWidget *parent)
{
    auto *part = new QWidget(parent);
    auto *inner = new QVBoxLayout(part);
    inner->setContentsMargins(look::wideGap + look::gap, 0, 0, 0);
    inner->setSpacing(look::gap);
    column.addWidget(part, 1);
    return part;
}

bool isTableName(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    return (suffix == "csv"_L1 || suffix == "tsv"_L1) && QFileInfo(path).isFile();
}

} // namespace

ArraySheet::ArraySheet(const JobSpec &spec, look::Prompts &prompts, QWidget *parent)
    : QDialog(parent)
    , m_once(new QRadioButton(tr("&Once: no array"), this))
    , m_times(new QRadioButton(tr("A &number of times"), this))
    , m_inputs(new QRadioButton(tr("Once for each &input"), this))
    , m_rows(new QRadioButton(tr("Once for each &row of a table"), this))
    , m_count(new QSpinBox(this))
    , m_elements(new ElementsModel(this))
    , m_list(new PlainList(tr("Drop files and folders here.\nThe script runs once for each."), this))
    , m_inputsPart(nullptr)
    , m_table(new TableModel(this))
    , m_preview(new QTableView(this))
    , m_file(new QLabel(this))
    , m_tablePart(nullptr)
    , m_limits(new QWidget(this))
    , m_atOnce(new QSpinBox(this))
    , m_failFast(new QCheckBox(tr("&Stop at the first failure"), this))
    , m_merge(new QCheckBox(tr("&Merge what comes back into one folder"), this))
    , m_notice(new look::NoticeBar(this))
{
    setObjectName(u"arraySheet"_s);
    setWindowTitle(tr("Array"));
    setWindowModality(Qt::WindowModal);
    setAcceptDrops(true);
    nameParts();
    layOut(prompts);
    setSpec(spec);
    for (QRadioButton *radio : {m_once, m_times, m_inputs, m_rows})
        connect(radio, &QRadioButton::toggled, this, &ArraySheet::judge);
    judge();
}

void ArraySheet::nameParts()
{
    m_once->setObjectName(u"arrayOnce"_s);
    m_times->setObjectName(u"arrayTimes"_s);
    m_times->setToolTip(tr("The script finds its number, from 0, in PUNCHCARD_TASK."));
    m_inputs->setObjectName(u"arrayInputs"_s);
    m_inputs->setToolTip(tr("The script finds the name of its own one in PUNCHCARD_INPUT. It does not get those of the others."));
    m_rows->setObjectName(u"arrayRows"_s);
    m_rows->setToolTip(tr("The columns' names are variables of the script."));
    m_count->setObjectName(u"arrayCount"_s);
    m_count->setAccessibleName(tr("How often it runs"));
    m_count->setRange(1, workflow::largestArray);
    m_list->setObjectName(u"elementsList"_s);
    m_list->setAccessibleName(tr("Inputs; those that are marked are the elements"));
    m_list->setModel(m_elements);
    m_preview->setObjectName(u"tablePreview"_s);
    m_preview->setAccessibleName(tr("First rows of the table"));
    m_preview->setModel(m_table);
    m_preview->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_preview->setTabKeyNavigation(false);
    m_preview->setWordWrap(false);
    m_preview->verticalHeader()->setDefaultSectionSize(look::rowHeight);
    m_file->setObjectName(u"tableFile"_s);
    m_file->setForegroundRole(QPalette::PlaceholderText);
    m_atOnce->setObjectName(u"atOnce"_s);
    m_atOnce->setAccessibleName(tr("How many run at once, at most"));
    m_atOnce->setRange(0, workflow::largestArray);
    m_atOnce->setSpecialValueText(tr("All"));
    m_failFast->setObjectName(u"failFast"_s);
    m_failFast->setToolTip(tr("The others are cancelled then."));
    m_merge->setObjectName(u"merge"_s);
    m_merge->setToolTip(tr("In the results folder. What two of them left under one name with different contents is not placed there; the "
                           "job's own folder has both."));
}

void ArraySheet::layOut(look::Prompts &prompts)
{
    auto *done = new look::PrimaryButton(QString(), tr("Done"), this);
    done->setObjectName(u"arrayDone"_s);
    done->setDefault(true);
    connect(done, &QPushButton::clicked, this, &ArraySheet::accept);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(done);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addWidget(m_notice);
    addKinds(*column, prompts);
    column->addSpacing(look::halfGap);
    addLimits(*column);
    column->addStretch(0);
    column->addLayout(row);
    look::fitScreen(this, {560, 460});
}

void ArraySheet::addKinds(QVBoxLayout &column, look::Prompts &prompts)
{
    auto *files = new QPushButton(look::icon(u"add"_s), tr("Add &files…"), this);
    files->setObjectName(u"addElements"_s);
    auto *choose = new QPushButton(look::icon(u"file-table"_s), tr("&Choose…"), this);
    choose->setObjectName(u"chooseTable"_s);
    choose->setAccessibleName(tr("Choose a table"));
    for (QPushButton *button : {files, choose})
        button->setAutoDefault(false);
    connect(files, &QPushButton::clicked, this, [this, &prompts] {
        const QStringList chosen = prompts.chooseFiles(this, tr("Add files"), QString(), QString());
        for (const QString &path : chosen) {
            if (const Result<> added = m_elements->add(QDir::cleanPath(path)); !added)
                m_notice->showError(added.error());
        }
    });
    connect(choose, &QPushButton::clicked, this, [this, &prompts] {
        const QStringList chosen = prompts.chooseFiles(this, tr("Choose a table"), QString(), tr("Tables (*.csv *.tsv);;All files (*)"));
        if (!chosen.isEmpty())
            readTable(chosen.constFirst());
    });

    column.addWidget(m_once);
    auto *times = new QHBoxLayout;
    times->setSpacing(look::gap);
    times->addWidget(m_times);
    times->addWidget(m_count);
    times->addStretch(1);
    column.addLayout(times);
    column.addWidget(m_inputs);
    m_inputsPart = partBelow(column, this);
    m_inputsPart->layout()->addWidget(m_list);
    auto *below = new QHBoxLayout;
    below->addWidget(files);
    below->addStretch(1);
    static_cast<QVBoxLayout *>(m_inputsPart->layout())->addLayout(below);
    column.addWidget(m_rows);
    m_tablePart = partBelow(column, this);
    auto *file = new QHBoxLayout;
    file->setSpacing(look::gap);
    file->addWidget(m_file, 1);
    file->addWidget(choose);
    static_cast<QVBoxLayout *>(m_tablePart->layout())->addLayout(file);
    m_tablePart->layout()->addWidget(m_preview);
}

void ArraySheet::addLimits(QVBoxLayout &column)
{
    auto *label = new QLabel(tr("A&t most at once"), m_limits);
    label->setBuddy(m_atOnce);
    auto *atOnce = new QHBoxLayout;
    atOnce->setSpacing(look::gap);
    atOnce->addWidget(label);
    atOnce->addWidget(m_atOnce);
    atOnce->addStretch(1);
    auto *inner = new QVBoxLayout(m_limits);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(look::gap);
    inner->addLayout(atOnce);
    inner->addWidget(m_failFast);
    inner->addWidget(m_merge);
    column.addWidget(m_limits);
}

void ArraySheet::setSpec(const JobSpec &spec)
{
    m_count->setValue(spec.array > 0 ? spec.array : 8);
    m_elements->setInputs(spec.inputs, spec.each);
    m_table->setTable(spec.params);
    m_atOnce->setValue(spec.maxParallel.value_or(0));
    m_failFast->setChecked(spec.failFast);
    m_merge->setChecked(spec.merge);
    setKind(!spec.params.rows.isEmpty() ? Kind::Table : !spec.each.isEmpty() ? Kind::Inputs : spec.array > 0 ? Kind::Times : Kind::Once);
}

ArraySheet::Kind ArraySheet::kind() const
{
    if (m_times->isChecked())
        return Kind::Times;
    if (m_inputs->isChecked())
        return Kind::Inputs;
    return m_rows->isChecked() ? Kind::Table : Kind::Once;
}

void ArraySheet::setKind(Kind kind)
{
    QRadioButton *const radio = kind == Kind::Times ? m_times : kind == Kind::Inputs ? m_inputs : kind == Kind::Table ? m_rows : m_once;
    radio->setChecked(true);
}

// Only what belongs to the choice is seen.
void ArraySheet::judge()
{
    m_count->setEnabled(kind() == Kind::Times);
    m_inputsPart->setVisible(kind() == Kind::Inputs);
    m_tablePart->setVisible(kind() == Kind::Table);
    m_limits->setEnabled(kind() != Kind::Once);
    const Parameters &table = m_table->table();
    m_preview->setVisible(!table.rows.isEmpty());
    m_tablePart->setSizePolicy(QSizePolicy::Preferred, table.rows.isEmpty() ? QSizePolicy::Maximum : QSizePolicy::Expanding);
    if (table.rows.isEmpty())
        m_file->setText(tr("Drop a CSV file here, or choose one. Its first line names the columns."));
    else
        m_file->setText(tr("%n row(s) of %1", nullptr, int(table.rows.size())).arg(QFileInfo(table.file).fileName()));
    m_file->setToolTip(QDir::toNativeSeparators(table.file));
    m_file->setWordWrap(table.rows.isEmpty());
}

void ArraySheet::readTable(const QString &file)
{
    m_notice->hide();
    const QString path = QDir::cleanPath(file);
    const auto reading = [path] { return readParameters(path); };
    QCoro::connect(onPool(Context(), reading), this, [this](const Result<Parameters> &table) {
        if (!table)
            return m_notice->showError(table.error());
        m_table->setTable(*table);
        m_preview->resizeColumnsToContents();
        judge();
    });
}

void ArraySheet::add(const QStringList &paths)
{
    m_notice->hide();
    if (paths.size() == 1 && isTableName(paths.constFirst())) {
        setKind(Kind::Table);
        return readTable(paths.constFirst());
    }
    setKind(Kind::Inputs);
    for (const QString &path : paths) {
        if (const Result<> added = m_elements->add(QDir::cleanPath(path)); !added)
            m_notice->showError(added.error());
    }
}

void ArraySheet::accept()
{
    if (kind() == Kind::Inputs && m_elements->elements().isEmpty()) {
        return m_notice->showError(
            Error{.what = tr("No input is marked as an element."), .remedy = tr("Mark some, or add files and folders.")});
    }
    if (kind() == Kind::Table && m_table->table().rows.isEmpty())
        return m_notice->showError(Error{.what = tr("No table is chosen."), .remedy = tr("Choose a CSV file, or drop one here.")});
    QDialog::accept();
}

void ArraySheet::applyTo(JobSpec &spec) const
{
    const JobSpec before = spec;
    const bool isArray = kind() != Kind::Once;
    spec.array = kind() == Kind::Times ? m_count->value() : 0;
    spec.each = kind() == Kind::Inputs ? m_elements->elements() : QStringList();
    if (kind() == Kind::Inputs)
        spec.inputs = m_elements->inputs();
    spec.params = kind() == Kind::Table ? m_table->table() : Parameters();
    spec.maxParallel = isArray && m_atOnce->value() > 0 ? std::optional(m_atOnce->value()) : std::nullopt;
    spec.failFast = isArray && m_failFast->isChecked();
    spec.merge = isArray && m_merge->isChecked();
    // Numbers of another array.
    if (spec.array != before.array || spec.each != before.each || spec.params != before.params)
        spec.elements.clear();
}

QString ArraySheet::summary(const JobSpec &spec)
{
    const int elements = arraySize(spec);
    if (elements == 0)
        return {};
    if (!spec.params.rows.isEmpty() && !spec.params.file.isEmpty())
        return tr("Once for each of %n row(s) of %1", nullptr, elements).arg(QFileInfo(spec.params.file).fileName());
    if (!spec.params.rows.isEmpty())
        return tr("Once for each of %n row(s) of a table", nullptr, elements);
    return spec.each.isEmpty() ? tr("%n time(s)", nullptr, elements) : tr("Once for each of %n input(s)", nullptr, elements);
}

void ArraySheet::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void ArraySheet::dropEvent(QDropEvent *event)
{
    QStringList paths;
    for (const QUrl &url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    if (!paths.isEmpty())
        add(paths);
    event->acceptProposedAction();
}

} // namespace punchcard
