// The banner of the Government, as its design system makes it: no word or mark of it is ours.
import '@govtechsg/sgds-web-component/components/Masthead/index.js'
