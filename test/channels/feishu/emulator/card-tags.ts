// Which components does a card of JSON 2.0 know, and which attributes may each have? An unknown one fails the whole card.

const TEXT = ['content', 'i18n_content', 'text_size', 'text_color', 'text_align', 'lines', 'icon']
const PLACED = ['element_id', 'margin']
const CONTAINER = [
  'elements',
  'direction',
  'padding',
  'vertical_spacing',
  'horizontal_spacing',
  'vertical_align',
  'horizontal_align',
  'background_style',
]
const INTERACTIVE = [
  'behaviors',
  'confirm',
  'disabled',
  'disabled_tips',
  'width',
  'name',
  'required',
  'value',
]
const PICKED = [...INTERACTIVE, 'placeholder', 'type']

/** Components that can stand in `elements`. */
export const COMPONENTS: Record<string, string[]> = {
  markdown: [...TEXT, ...PLACED],
  div: ['text', 'icon', 'width', 'fields', ...PLACED],
  hr: PLACED,
  img: [
    'img_key',
    'i18n_img_key',
    'alt',
    'title',
    'scale_type',
    'size',
    'corner_radius',
    'transparent',
    'preview',
    ...PLACED,
  ],
  column_set: [
    'flex_mode',
    'columns',
    'horizontal_spacing',
    'horizontal_align',
    'background_style',
    ...PLACED,
  ],
  column: ['width', 'weight', ...CONTAINER, ...PLACED],
  form: ['name', ...CONTAINER, ...PLACED],
  collapsible_panel: ['expanded', 'header', 'border', 'background_color', ...CONTAINER, ...PLACED],
  interactive_container: [
    ...CONTAINER,
    ...INTERACTIVE,
    'has_border',
    'border_color',
    'corner_radius',
    'height',
    'hover_tips',
    ...PLACED,
  ],
  person: ['user_id', 'size', 'show_avatar', 'show_name', 'style', ...PLACED],
  person_list: ['persons', 'show_name', 'show_avatar', 'size', 'lines', 'drop_invalid_user_id', ...PLACED],
  table: [
    'page_size',
    'row_height',
    'row_max_height',
    'freeze_first_column',
    'header_style',
    'columns',
    'rows',
    ...PLACED,
  ],
  chart: ['aspect_ratio', 'height', 'color_theme', 'preview', 'chart_spec', ...PLACED],
  button: [
    'type',
    'size',
    'text',
    'icon',
    'hover_tips',
    'form_action_type',
    ...INTERACTIVE.filter((one) => one !== 'required'),
    ...PLACED,
  ],
  input: [
    ...INTERACTIVE,
    'label',
    'label_position',
    'placeholder',
    'default_value',
    'i18n_default_value',
    'input_type',
    'show_icon',
    'rows',
    'auto_resize',
    'max_rows',
    'max_length',
    ...PLACED,
  ],
  select_static: [...PICKED, 'options', 'initial_option', 'initial_index', ...PLACED],
  multi_select_static: [...PICKED, 'options', 'selected_values', ...PLACED],
  select_person: [...PICKED, 'options', 'initial_option', ...PLACED],
  multi_select_person: [...PICKED, 'options', 'selected_values', ...PLACED],
  date_picker: [...PICKED, 'initial_date', ...PLACED],
  picker_time: [...PICKED, 'initial_time', ...PLACED],
  picker_datetime: [...PICKED, 'initial_datetime', ...PLACED],
  checker: [
    ...INTERACTIVE,
    'checked',
    'text',
    'overall_checkable',
    'checked_style',
    'button_area',
    'padding',
    'hover_tips',
    ...PLACED,
  ],
  overflow: [...INTERACTIVE, 'options', ...PLACED],
}

/** Tagged objects that stand in an attribute of another. */
export const PARTS: Record<string, string[]> = {
  plain_text: TEXT,
  lark_md: TEXT,
  standard_icon: ['token', 'color', 'size'],
  custom_icon: ['img_key', 'size'],
  text_tag: ['text', 'color', 'element_id'],
}

/** Components that send something back, and need a name inside a form. */
export const TAKES_INPUT = new Set([
  'button',
  'input',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'overflow',
])
/** Components that only live inside a form. */
export const FORM_ONLY = new Set(['multi_select_static', 'multi_select_person'])

export const CARD = ['schema', 'config', 'card_link', 'header', 'body']
export const CONFIG = [
  'update_multi',
  'enable_forward',
  'enable_forward_interaction',
  'width_mode',
  'summary',
  'locales',
  'streaming_mode',
  'streaming_config',
  'style',
]
export const HEADER = [
  'title',
  'subtitle',
  'template',
  'text_tag_list',
  'i18n_text_tag_list',
  'icon',
  'padding',
]
export const TEMPLATES = new Set([
  'blue',
  'wathet',
  'turquoise',
  'green',
  'yellow',
  'orange',
  'red',
  'carmine',
  'violet',
  'purple',
  'indigo',
  'grey',
  'default',
])
export const BUTTON_TYPES = new Set([
  'default',
  'primary',
  'danger',
  'text',
  'primary_text',
  'danger_text',
  'primary_filled',
  'danger_filled',
  'laser',
])
export const BODY = [
  'direction',
  'padding',
  'vertical_spacing',
  'horizontal_spacing',
  'vertical_align',
  'horizontal_align',
  'elements',
]
